namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>One set that is measured repeatedly, by one thread at a time (docs/hazards.md, 50).</summary>
internal sealed class MeasuredSet(int leader)
{
    private readonly CpuLedger _cpu = new();

    internal int Leader { get; } = leader;

    /// <summary>Members that neither descent nor session identifies. Their pids cannot be reused.</summary>
    internal Func<IEnumerable<int>> FurtherRoots { get; init; } = static () => [];

    /// <summary>The amount of memory from which shared pages matter.</summary>
    internal long? MemoryBound { get; init; }

    /// <summary>Null when no member is alive.</summary>
    internal SetUsage? Measure(ProcessTree tree, SessionTable sessions)
    {
        var members = tree.Walk(Leader, sessions, FurtherRoots());
        var cpu = _cpu.Enter(members);
        var living = members.Where(member => member.IsAlive).ToList();
        if (living.Count == 0)
        {
            return null;
        }

        var resident = living.Sum(member => member.ResidentBytes);
        return new SetUsage(
            resident,
            cpu,
            living.Sum(member => member.Threads),
            CountDescriptors(living),
            living.Count(member => member.Pid != Leader),
            living.Count
        )
        {
            // This read costs a hundred times as much, and can only lower the result.
            Shares = resident > MemoryBound ? ProportionalSize.Of(living) : null,
        };
    }

    private static int? CountDescriptors(List<ProcessStat> living)
    {
        int? sum = 0;
        foreach (var member in living)
        {
            // A lifted sum: one unknown part makes it unknown.
            sum += DescriptorCount.Of(member.Pid);
        }

        return sum;
    }
}
