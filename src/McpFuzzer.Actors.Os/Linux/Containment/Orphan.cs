namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>Whose orphan.</summary>
internal enum OrphanKind
{
    /// <summary>Not attributed. It carries no tag, and neither what a child of the program itself inherits.</summary>
    Unknown,

    /// <summary>Of a set of this host, or of one that was ended already.</summary>
    Ours,

    /// <summary>Of another host in this process, which reaps it.</summary>
    OtherHosts,

    /// <summary>
    /// Started by other code of this process, or by another node that such code has started; it may be a direct child
    /// whose owner waits for it.
    /// </summary>
    Programs,
}

/// <summary>One child of this process that none of its hosts has spawned.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="StartTicks">With the pid its identity.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="Set">Of ours, while it is known.</param>
/// <param name="IsSibling">Whether it stands with a thread that spawns.</param>
/// <param name="OtherNode">The life of the node that has marked it, where that is not a host of this process; else
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

    /// <summary>Of a set that was called empty: it must not live.</summary>
    internal bool OutlivesItsSet => Kind == OrphanKind.Ours && Set is not { IsReleased: false };

    /// <summary>Whether the operator was notified.</summary>
    internal bool IsReported { get; set; }

    /// <summary>The round that saw it last.</summary>
    internal long SeenIn { get; set; }

    /// <summary>When it was first seen dead, and how many rounds have seen it dead.</summary>
    internal (long Since, int Rounds)? Dead { get; set; }
}
