using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Sends the signal that asks a set to end, to each process once: many programs take a second one as an order to skip
/// their clean-up (docs/hazards.md, 53). Used on the containment loop's thread only.
/// </summary>
internal static class SetTerminator
{
    /// <summary>
    /// Signals the leader's group, and each member outside of it. SIGCONT resumes those that are stopped.
    /// </summary>
    internal static void Terminate(ProcessSet set, int signal, IEnumerable<int> found, SetRegistry sets)
    {
        // Before the first signal: a dead ancestor ends the descent.
        var outside = BindOutside(set, found, sets);
        if (set.Leader > 0)
        {
            // The leader, at least as a zombie, still holds the number. The signal also reaches processes that are just
            // being forked.
            _ = Libc.kill(-set.Leader, signal);
            _ = Libc.kill(-set.Leader, SignalNumbers.SIGCONT);
        }

        var whole = outside
            .Where(member => member.TrySignalGroup(signal))
            .Select(leader => leader.Stat.Group)
            .ToHashSet();
        foreach (var member in outside)
        {
            // The number of a group without a living leader can be reused. Its members are signalled one by one.
            if (!whole.Contains(member.Stat.Group))
            {
                member.Signal(signal);
            }

            member.Signal(SignalNumbers.SIGCONT);
            member.Dispose();
        }
    }

    private static List<BoundProcess> BindOutside(ProcessSet set, IEnumerable<int> found, SetRegistry sets)
    {
        int[] roots = set.Leader > 0 ? [set.Leader, .. set.Orphans] : [.. set.Orphans];
        var members = SetKiller.BindBelow(roots);
        // An orphan is our child until it is reaped: its pid cannot be reused.
        members.AddRange(Bind(set.Orphans, _ => true));
        members.AddRange(Bind(found, stat => SetKiller.IsMember(stat, set, sets)));
        members.AddRange(BindEnclosed(set.Cgroup));

        var outside = new Dictionary<int, BoundProcess>();
        foreach (var member in members)
        {
            if (member.Stat.Group == set.Leader || !outside.TryAdd(member.Stat.Pid, member))
            {
                member.Dispose();
            }
        }

        return [.. outside.Values];
    }

    private static List<BoundProcess> BindEnclosed(Cgroup? cgroup)
    {
        if (cgroup is null)
        {
            return [];
        }

        var listed = Bind(cgroup.Members(), _ => true).ToList();
        // Listed again: either this is the process that was bound, or that has ended and its pidfd reaches no process.
        var still = cgroup.Members().ToHashSet();
        foreach (var gone in listed.Where(member => !still.Contains(member.Stat.Pid)))
        {
            gone.Dispose();
        }

        return [.. listed.Where(member => still.Contains(member.Stat.Pid))];
    }

    private static IEnumerable<BoundProcess> Bind(IEnumerable<int> pids, Func<ProcessStat, bool> isMeant) =>
        pids.Select(pid => BoundProcess.TryBind(pid, isMeant)).OfType<BoundProcess>();
}
