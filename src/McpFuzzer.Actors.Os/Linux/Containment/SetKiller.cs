namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>SIGKILL to a set, each signal by identity. The census's thread only.</summary>
internal static class SetKiller
{
    /// <summary>Kills its control group, the leader's process group, the groups of its orphans, and what stands below them or was found otherwise.</summary>
    internal static void Kill(ProcessSet set, IEnumerable<int> found)
    {
        set.IsBeingKilled = true;
        set.Cgroup?.Kill();
        KillGroup(set.Leader);
        foreach (var orphan in set.Orphans)
        {
            // Not reaped yet, so neither its pid nor its group's number can be another's.
            KillGroup(Libc.getpgid(orphan));
            _ = Libc.kill(orphan, Libc.SIGKILL);
        }

        KillBelow(set.Leader > 0 ? [set.Leader, .. set.Orphans] : [.. set.Orphans]);
        foreach (var pid in found)
        {
            KillOne(pid, stat => stat.Session == set.Leader || stat.Group == set.Leader || IsTagged(pid, set));
        }
    }

    private static void KillGroup(int group)
    {
        if (group > 1 && group != Libc.getpgid(0))
        {
            _ = Libc.kill(-group, Libc.SIGKILL);
        }
    }

    // Who has left the group of an ancestor that cannot die yet.
    private static void KillBelow(IReadOnlyList<int> roots)
    {
        var family = new HashSet<int>(roots);
        foreach (var pid in Descendants.Of(roots))
        {
            if (KillOne(pid, stat => family.Contains(stat.Parent)))
            {
                family.Add(pid);
            }
        }
    }

    // The pid may have passed to a stranger since it was read: bind it, read again, and only then signal.
    private static bool KillOne(int pid, Func<ProcessStat, bool> isMember)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return false;
        }

        try
        {
            var killed = ProcessStat.TryRead(pid, out var stat) && isMember(stat);
            if (killed)
            {
                _ = Libc.PidfdSendSignal(pidfd, Libc.SIGKILL);
            }

            return killed;
        }
        finally
        {
            _ = Libc.close(pidfd);
        }
    }

    private static bool IsTagged(int pid, ProcessSet set) =>
        (SpawnMark.TryRead(pid, out var tags) && tags == set.Tags)
        || SetTags.FindNumber(Membership.ReadEnvironment(pid), set.Tags.Life) == set.Tags.Number;
}
