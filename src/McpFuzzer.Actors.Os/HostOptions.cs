using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>What a process host may be told by its owner.</summary>
internal sealed record HostOptions
{
    /// <summary>How long a target may take no byte of what is written to its stdin before the write fails.</summary>
    public TimeSpan StdinWriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after the leader's exit its pipes may stay open, since a grandchild can hold them.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many starts may be under way side by side.</summary>
    public int SpawnThreads { get; init; } = 2;

    /// <summary>The containment level that is wanted; null takes the strongest at hand.</summary>
    public ContainmentLevel? Containment { get; init; }

    /// <summary>Whether this process is made the reaper of its orphaned descendants.</summary>
    public bool Subreaper { get; init; }

    /// <summary>Whether a guardian process ends what is left when this process is killed.</summary>
    public bool Guardian { get; init; }

    /// <summary>
    /// Whether children get the descriptors beyond 0 to 2 that this process was started with; otherwise none.
    /// </summary>
    public bool PassDescriptors { get; init; }

    /// <summary>The soft limit of open files that a child has unless its spec says otherwise; null is our own.</summary>
    public ulong? SoftOpenFiles { get; init; } = Starting.SoftOpenFiles.AtStart;

    /// <summary>Whether a child ignores the signals that this process was started with ignored, and has its signal mask.</summary>
    public bool InheritSignals { get; init; }

    /// <summary>Where the id of the host's life is left for the next start; null takes the user's own.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Is told what an operator should know, in one line, on a thread of the host; it must return at once.</summary>
    public Action<string> OnNotice { get; init; } = static notice => Trace.TraceWarning(notice);

    /// <summary>Is told of a fault of ours (an observer that threw, say), on a thread of the host; it must return at once.</summary>
    public Action<Exception> OnFault { get; init; } = static fault => Trace.TraceError(fault.ToString());
}
