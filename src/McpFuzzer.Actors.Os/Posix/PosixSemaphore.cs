using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// A POSIX semaphore (sem_init(3)). In glibc a post is one atomic addition, plus one futex(2) when a thread sleeps
/// (docs/performance.md, "Retry delays and timeouts of 1 ms" and "The answer to a start").
/// </summary>
internal sealed unsafe class PosixSemaphore : SleepingSemaphore
{
    // sem_t has 32 bytes on 64 bits.
    private const int Words = 8;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    // Pinned, and collected by the runtime: a released thread may drop it before the releasing thread's post has
    // returned.
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
        // A signal interrupted the wait.
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
