using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>SIGKILL to a set, each signal by identity. On the containment loop's thread only.</summary>
internal static class SetKiller
{
    /// <summary>
    /// Kills its control group, the leader's process group, the groups of its orphans, and what stands below them or
    /// was found otherwise.
    /// </summary>
    internal static void Kill(ProcessSet set, IEnumerable<int> found, SetRegistry sets)
    {
        set.IsBeingKilled = true;
        // Descent ends with the ancestor: who left its group and shed the tags is known by nothing else once that is
        // dead.
        var below = BindBelow(set.Leader > 0 ? [set.Leader, .. set.Orphans] : [.. set.Orphans]);
        set.Cgroup?.Kill();
        KillGroup(set.Leader);
        foreach (var orphan in set.Orphans)
        {
            // Not reaped yet, so neither its pid nor its group's number can be another's.
            KillGroup(Libc.getpgid(orphan));
            _ = Libc.kill(orphan, SignalNumbers.SIGKILL);
        }

        foreach (var descendant in below)
        {
            sets.LearnInnerNode(descendant.Stat.Pid, set);
            descendant.Kill();
            descendant.Dispose();
            set.Doom(descendant.Stat);
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

    /// <summary>What stands below these processes now, without them.</summary>
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
