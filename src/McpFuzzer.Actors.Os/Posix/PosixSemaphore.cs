using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>sem_init(3): of glibc's semaphores the post is one atomic addition and, when somebody sleeps, one futex(2).</summary>
internal sealed unsafe class PosixSemaphore : SleepingSemaphore
{
    // sem_t has 32 bytes on 64 bits.
    private const int Words = 8;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    // Memory that never moves and is nobody's to free: whoever is released may be done with it before the post, of whoever released it, has returned.
    private readonly long[] _memory = GC.AllocateArray<long>(Words, pinned: true);

    internal PosixSemaphore() => _ = Libc.sem_init(Semaphore, shared: 0, value: 0);

    private void* Semaphore => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));

    internal override void Release()
    {
        _ = Libc.sem_post(Semaphore);
        GC.KeepAlive(_memory);
    }

    internal override void Wait()
    {
        // A signal has interrupted it.
        while (Libc.sem_wait(Semaphore) != 0) { }

        GC.KeepAlive(_memory);
    }

    internal override bool Wait(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            Wait();
            return true;
        }

        var until = stackalloc long[2];
        _ = Libc.clock_gettime(Libc.CLOCK_MONOTONIC, until);
        var nanoseconds = until[1] + (timeout.Ticks % TimeSpan.TicksPerSecond * NanosecondsPerTick);
        until[0] += (timeout.Ticks / TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerSecond);
        until[1] = nanoseconds % NanosecondsPerSecond;
        int result;
        do
        {
            result = Libc.sem_clockwait(Semaphore, Libc.CLOCK_MONOTONIC, until);
        } while (result != 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

        GC.KeepAlive(_memory);
        return result == 0;
    }
}
