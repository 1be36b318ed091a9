using System.Diagnostics.CodeAnalysis;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// A counting semaphore, as cheap to wake by as the system has one. What .NET has wakes under a lock that the woken thread needs at once, and spins before it sleeps: where the
/// scheduler runs a woken thread in place of the one that woke it, each wake costs several switches. Never release it under a lock that the woken thread takes.
/// </summary>
internal abstract class SleepingSemaphore
{
    internal static SleepingSemaphore Create() =>
        LinuxSupport.IsAvailable ? new PosixSemaphore() : new PortableSemaphore();

    internal abstract void Release();

    internal abstract void Wait();

    /// <summary>False when the time is over.</summary>
    internal abstract bool Wait(TimeSpan timeout);

    [SuppressMessage("Design", "CA1001", Justification = "It owns nothing as long as nobody asks for its wait handle.")]
    private sealed class PortableSemaphore : SleepingSemaphore
    {
        private readonly SemaphoreSlim _semaphore = new(0);

        internal override void Release() => _semaphore.Release();

        internal override void Wait() => _semaphore.Wait();

        // It waits for whole milliseconds, and would not wait at all for less than one.
        internal override bool Wait(TimeSpan timeout) =>
            _semaphore.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds)));
    }
}
