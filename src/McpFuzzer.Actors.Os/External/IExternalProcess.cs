using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.External;

/// <summary>
/// A process that somebody else has started, bound so that no later one of its pid is ever meant. Thread-safe; no member blocks, and none throws for a process that is gone. Its disposal
/// lets it go, and does nothing to it.
/// </summary>
internal interface IExternalProcess : IDisposable
{
    /// <summary>Its process id.</summary>
    int Pid { get; }

    /// <summary>When it was started, in clock ticks since the machine's boot; with the pid its identity.</summary>
    long StartTicks { get; }

    /// <summary>
    /// Completes when it has ended, a zombie included, on a thread of the host: what continues there must not block. The exit is known of a child of this process alone. Never completes once
    /// it was disposed.
    /// </summary>
    Task<ProcessExit> Ended { get; }

    /// <summary>
    /// Sends it, and no other process, the signal that asks it to end. Continues it, so that a stopped process receives
    /// the signal. False when a signal could not be sent.
    /// </summary>
    bool Terminate(ProcessSignal signal);

    /// <summary>Kills it, and no other process. False when the signal could not be sent.</summary>
    bool Kill();
}
