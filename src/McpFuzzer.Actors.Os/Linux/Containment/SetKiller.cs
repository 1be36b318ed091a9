using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Kills a set, each process by its identity (docs/hazards.md, 4 to 6). Used on the containment loop's thread only.
/// </summary>
internal static class SetKiller
{
    /// <summary>
    /// Kills the control group, the leader's process group, the groups of its orphans, their descendants, and members
    /// found otherwise.
    /// </summary>
    internal static void Kill(ProcessSet set, IEnumerable<int> found, SetRegistry sets)
    {
        set.IsBeingKilled = true;
        // A dead ancestor ends the descent. A process that left its group and shed its tags is then unidentifiable.
        var below = BindBelow(set.Leader > 0 ? [set.Leader, .. set.Orphans] : [.. set.Orphans]);
        set.Cgroup?.Kill();
        KillGroup(set.Leader);
        foreach (var orphan in set.Orphans)
        {
            // Not reaped yet: neither its pid nor its group's number can be reused.
            KillGroup(Libc.getpgid(orphan));
            _ = Libc.kill(orphan, SignalNumbers.SIGKILL);
        }

        foreach (var descendant in below)
        {
            sets.LearnInnerNode(descendant.Stat.Pid, set);
            descendant.Kill();
            descendant.Dispose();
            set.RememberKilled(descendant.Stat);
        }

        foreach (var pid in found)
        {
            BoundProcess.Kill(pid, stat => IsMember(stat, set, sets));
        }
    }

    private static void KillGroup(int group)
    {
        if (group > 1 && group != Libc.getpgid(0))
        {
            _ = Libc.kill(-group, SignalNumbers.SIGKILL);
        }
    }

    /// <summary>The current descendants of these processes, without the processes themselves.</summary>
    internal static List<BoundProcess> BindBelow(IReadOnlyList<int> roots)
    {
        var family = new HashSet<int>(roots);
        var bound = new List<BoundProcess>();
        foreach (var pid in Descendants.Of(roots))
        {
            if (BoundProcess.TryBind(pid, stat => family.Contains(stat.Parent)) is { } descendant)
            {
                bound.Add(descendant);
                family.Add(pid);
            }
        }

        return bound;
    }

    internal static bool IsMember(ProcessStat stat, ProcessSet set, SetRegistry sets) =>
        stat.Session == set.Leader || stat.Group == set.Leader || Membership.Read(stat, sets).Number == set.Tags.Number;
}
