namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// The processor time of a set over its life. What a member used passes to its parent when that waits for it, and is counted there; what an orphan used passes to nobody of
/// the set, and is kept here when it ends. Where even so less is found than before, what was found before stands. Not thread-safe.
/// </summary>
internal sealed class CpuLedger
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private Dictionary<(int Pid, long Start), long> _orphans = [];
    private long _ended;
    private long _most;

    /// <summary>The time so far, by one walk over the set, the leader first.</summary>
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
