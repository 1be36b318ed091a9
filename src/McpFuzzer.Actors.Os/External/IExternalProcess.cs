using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.External;

/// <summary>
/// A process that other code started, bound by identity: a later process with the same pid is never meant. Thread-safe.
/// No member blocks, and none throws when the process has ended. Disposal releases the process and does not affect it.
/// </summary>
internal interface IExternalProcess : IDisposable
{
    /// <summary>Its process id.</summary>
    int Pid { get; }

    /// <summary>
    /// The start time, in clock ticks since the machine booted. Together with the pid it is the process's identity.
    /// </summary>
    long StartTicks { get; }

    /// <summary>
    /// Completes when the process has ended, even if it is still a zombie. Completes on a thread of the host: a
    /// continuation must not block. The exit is known only for a child of this process. Never completes after disposal.
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
