namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// The processor time of a set since its start (docs/hazards.md, 4). When a parent waits for a member, the kernel adds
/// the member's time to the parent. The time of an orphan goes to no member of the set, so it is kept here when the
/// orphan ends. The total never decreases. Not thread-safe.
/// </summary>
internal sealed class CpuLedger
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private Dictionary<(int Pid, long Start), long> _orphans = [];
    private long _ended;
    private long _most;

    /// <summary>The time so far, from one walk over the set, the leader first.</summary>
    internal TimeSpan Enter(IReadOnlyList<ProcessStat> members)
    {
        if (members.Count == 1 && _orphans.Count == 0)
        {
            return Raise(members[0].CpuTicks);
        }

        var pids = members.Select(member => member.Pid).ToHashSet();
        var living = members.Select(member => (member.Pid, member.StartTicks)).ToHashSet();
        _ended += _orphans.Where(orphan => !living.Contains(orphan.Key)).Sum(orphan => orphan.Value);
        _orphans = members
            .Skip(1)
            .Where(member => !pids.Contains(member.Parent))
            .ToDictionary(member => (member.Pid, member.StartTicks), member => member.CpuTicks);
        return Raise(members.Sum(member => member.CpuTicks));
    }

    private TimeSpan Raise(long found)
    {
        _most = Math.Max(_most, _ended + found);
        return _most * Tick;
    }
}
