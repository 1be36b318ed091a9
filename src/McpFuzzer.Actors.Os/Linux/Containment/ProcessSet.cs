using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// One target's processes, as far as they can be found. The leader's pid names its session and group as long as the leader, though a zombie, has not been reaped: the kernel
/// gives a number to nobody while it names a process, a group or a session.
/// </summary>
internal sealed class ProcessSet(SetTags tags, Cgroup? cgroup, IReadOnlySet<LimitKind> keptByCgroup)
{
    private readonly HashSet<int> _orphans = [];
    private readonly Dictionary<int, ProcessStat> _doomed = [];
    private volatile int[] _orphansSeen = [];
    private volatile int _leader;
    private volatile bool _leaderExited;
    private volatile bool _released;

    internal SetTags Tags => tags;

    /// <summary>Null at the other levels.</summary>
    internal Cgroup? Cgroup => cgroup;

    /// <summary>The limits that its control group keeps.</summary>
    internal IReadOnlySet<LimitKind> KeptByCgroup => keptByCgroup;

    /// <summary>Zero until it is spawned.</summary>
    internal int Leader => _leader;

    /// <summary>Its exit has been read.</summary>
    internal bool HasLeaderExited => _leaderExited;

    /// <summary>No member of it is older, in clock ticks since the machine's boot.</summary>
    internal long StartTicks { get; } = BootClock.Ticks();

    /// <summary>What is found from now on is killed. On the containment loop's thread only, as all below.</summary>
    internal bool IsBeingKilled { get; set; }

    /// <summary>How many of its orphans were seen as zombies; one more since the last look is a sign of life.</summary>
    internal long ZombiesSeen { get; set; }

    /// <summary>Who was killed by descent alone, until it is seen dead.</summary>
    internal IReadOnlyCollection<int> FindDoomed()
    {
        foreach (var (pid, _) in _doomed.Where(doomed => !doomed.Value.IsStillAlive()))
        {
            _doomed.Remove(pid);
        }

        return _doomed.Keys;
    }

    /// <summary>Its living orphans that this process has adopted.</summary>
    internal IReadOnlyCollection<int> Orphans => _orphans;

    /// <summary>The same, as last seen; any thread.</summary>
    internal IReadOnlyList<int> OrphansSeen => _orphansSeen;

    internal void Doom(ProcessStat killed) => _doomed[killed.Pid] = killed;

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

    /// <summary>It was proven empty, or given up: nothing of it is looked for any more.</summary>
    internal bool IsReleased => _released;

    internal void Release() => _released = true;
}
