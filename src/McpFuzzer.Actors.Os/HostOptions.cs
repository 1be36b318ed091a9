using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>The options of a process host.</summary>
internal sealed record HostOptions
{
    /// <summary>How long a target may leave written stdin untouched before the write fails.</summary>
    public TimeSpan StdinWriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long pipes may stay open after the leader's exit. A grandchild can hold them.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many starts may run at the same time.</summary>
    public int SpawnThreads { get; init; } = 2;

    /// <summary>The requested containment level. Null selects the strongest that is available.</summary>
    public ContainmentLevel? Containment { get; init; }

    /// <summary>Whether this process becomes the subreaper of its orphaned descendants.</summary>
    public bool Subreaper { get; init; }

    /// <summary>Whether a guardian process ends the remaining targets when this process is killed.</summary>
    public bool Guardian { get; init; }

    /// <summary>
    /// Whether children inherit the descriptors beyond 2 that this process was started with. By default they inherit
    /// none.
    /// </summary>
    public bool PassDescriptors { get; init; }

    /// <summary>The soft limit of open files for children whose spec sets none. Null keeps the node's own.</summary>
    public ulong? SoftOpenFiles { get; init; } = Starting.SoftOpenFiles.AtStart;

    /// <summary>
    /// Whether children keep the ignored signals and the signal mask that this process was started with.
    /// </summary>
    public bool InheritSignals { get; init; }

    /// <summary>Where the id of this node is kept for the next start. Null selects the user's state folder.</summary>
    public string? StateFolder { get; init; }

    /// <summary>
    /// Receives one line that an operator should know, on a thread of the host. It must return at once.
    /// </summary>
    public Action<string> OnNotice { get; init; } = static notice => Trace.TraceWarning(notice);

    /// <summary>
    /// Receives a fault of the node, such as an observer that threw, on a thread of the host. It must return at once.
    /// </summary>
    public Action<Exception> OnFault { get; init; } = static fault => Trace.TraceError(fault.ToString());
}
