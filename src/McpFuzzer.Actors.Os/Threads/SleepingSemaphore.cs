using System.Diagnostics.CodeAnalysis;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// A counting semaphore, with the cheapest wake that the system offers (docs/performance.md, "The answer to a start").
/// .NET's wakes under a lock that the woken thread needs at once, and spins before it sleeps. When the scheduler runs
/// the woken thread first, each wake costs several switches. Never release it under a lock that the woken thread takes.
/// </summary>
internal abstract class SleepingSemaphore
{
    internal static SleepingSemaphore Create() =>
        LinuxSupport.IsAvailable ? new PosixSemaphore() : new PortableSemaphore();

    internal abstract void Release();

    internal abstract void Wait();

    /// <summary>False when the time is over.</summary>
    internal abstract bool Wait(TimeSpan timeout);

    [SuppressMessage(
        "Design",
        "CA1001",
        Justification = "It owns nothing until its wait handle is requested, and it never is."
    )]
    private sealed class PortableSemaphore : SleepingSemaphore
    {
        private readonly SemaphoreSlim _semaphore = new(0);

        internal override void Release() => _semaphore.Release();

        internal override void Wait() => _semaphore.Wait();

        // It waits for whole milliseconds. A shorter timeout would not wait at all.
        internal override bool Wait(TimeSpan timeout) =>
            _semaphore.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds)));
    }
}
