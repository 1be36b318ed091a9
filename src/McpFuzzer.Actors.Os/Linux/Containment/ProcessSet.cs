using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The processes of one target, as far as they can be found (docs/hazards.md, 3 and 20). The leader's pid names its
/// session and group until the leader is reaped, even as a zombie: the kernel does not reuse a number that names a
/// process, a group or a session.
/// </summary>
internal sealed class ProcessSet(SetTags tags, Cgroup? cgroup, IReadOnlySet<LimitKind> keptByCgroup)
{
    private readonly HashSet<int> _orphans = [];
    private readonly Dictionary<int, ProcessStat> _killed = [];
    private volatile int[] _orphansSeen = [];
    private volatile int _leader;
    private volatile bool _leaderExited;
    private volatile bool _released;

    internal SetTags Tags => tags;

    /// <summary>Null at the other levels.</summary>
    internal Cgroup? Cgroup => cgroup;

    /// <summary>The limits that its control group enforces.</summary>
    internal IReadOnlySet<LimitKind> KeptByCgroup => keptByCgroup;

    /// <summary>Zero until it is spawned.</summary>
    internal int Leader => _leader;

    /// <summary>Whether its exit has been read.</summary>
    internal bool HasLeaderExited => _leaderExited;

    /// <summary>No member is older, in clock ticks since the machine booted.</summary>
    internal long StartTicks { get; } = BootClock.Ticks();

    /// <summary>
    /// Whether each member is killed as soon as it is found. On the containment loop's thread only, as all members
    /// below.
    /// </summary>
    internal bool IsBeingKilled { get; set; }

    /// <summary>
    /// How many of its orphans were seen as zombies. An increase since the last search is a sign of life.
    /// </summary>
    internal long ZombiesSeen { get; set; }

    /// <summary>Members that were killed because of their descent alone, until they are seen dead.</summary>
    internal IReadOnlyCollection<int> FindDoomed()
    {
        foreach (var (pid, _) in _killed.Where(each => !each.Value.IsStillAlive()))
        {
            _killed.Remove(pid);
        }

        return _killed.Keys;
    }

    /// <summary>Its living orphans that this process has adopted.</summary>
    internal IReadOnlyCollection<int> Orphans => _orphans;

    /// <summary>As above, when last seen; any thread.</summary>
    internal IReadOnlyList<int> OrphansSeen => _orphansSeen;

    internal void RememberKilled(ProcessStat member) => _killed[member.Pid] = member;

    internal void AddOrphan(int pid)
    {
        if (_orphans.Add(pid))
        {
            _orphansSeen = [.. _orphans];
        }
    }

    internal void RemoveOrphan(int pid)
    {
        if (_orphans.Remove(pid))
        {
            _orphansSeen = [.. _orphans];
        }
    }

    internal void Spawned(int leader) => _leader = leader;

    internal void LeaderExited() => _leaderExited = true;

    /// <summary>Whether it was proven empty, or given up. The search ignores it then.</summary>
    internal bool IsReleased => _released;

    internal void Release() => _released = true;
}
