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

    /// <summary>Sends a signal to it alone. False when it could not be sent.</summary>
    bool Signal(int signal);
}
