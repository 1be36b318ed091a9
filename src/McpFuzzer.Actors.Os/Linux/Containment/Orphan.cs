namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The origin of an orphan (docs/hazards.md, 5).</summary>
internal enum OrphanKind
{
    /// <summary>Unattributed: it carries no tag, nor the mark that children of the program itself inherit.</summary>
    Unknown,

    /// <summary>It belongs to a set of this host, even one that has already ended.</summary>
    Ours,

    /// <summary>It belongs to another host in this process, which reaps it.</summary>
    OtherHosts,

    /// <summary>
    /// Other code of this process started it, or another node that such code started. It may be a direct child whose
    /// owner waits for it.
    /// </summary>
    Programs,
}

/// <summary>One child of this process that none of its hosts has spawned.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="StartTicks">Its start time; with the pid its identity.</param>
/// <param name="Kind">Its origin.</param>
/// <param name="Set">Its set in this host, if known.</param>
/// <param name="IsSibling">Whether it is listed with a spawning thread.</param>
/// <param name="OtherNode">The id of the node that marked it, unless that is a host of this process; otherwise
/// zero.</param>
internal sealed record Orphan(
    int Pid,
    long StartTicks,
    OrphanKind Kind,
    ProcessSet? Set,
    bool IsSibling,
    long OtherNode
)
{
    internal bool IsUnattributed => Kind == OrphanKind.Unknown;

    /// <summary>Its set was reported empty, so it must not live.</summary>
    internal bool OutlivesItsSet => Kind == OrphanKind.Ours && Set is not { IsReleased: false };

    /// <summary>Whether the operator was notified.</summary>
    internal bool IsReported { get; set; }

    /// <summary>The last round that saw it.</summary>
    internal long SeenIn { get; set; }

    /// <summary>When it was first seen dead, and in how many rounds.</summary>
    internal (long Since, int Rounds)? Dead { get; set; }
}
