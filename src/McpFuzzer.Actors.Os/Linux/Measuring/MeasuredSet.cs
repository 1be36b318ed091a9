namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>One set as it is measured again and again, by one thread at a time.</summary>
internal sealed class MeasuredSet(int leader)
{
    private readonly CpuLedger _cpu = new();

    internal int Leader { get; } = leader;

    /// <summary>Members that neither descent nor session tells, each a process that nobody else can be.</summary>
    internal Func<IEnumerable<int>> FurtherRoots { get; init; } = static () => [];

    /// <summary>Null when nobody lives.</summary>
    internal SetUsage? Measure(ProcessTree tree, SessionTable sessions)
    {
        var members = tree.Walk(Leader, sessions, FurtherRoots());
        var cpu = _cpu.Enter(members);
        var living = members.Where(member => member.IsAlive).ToList();
        return living.Count == 0
            ? null
            : new SetUsage(
                living.Sum(member => member.ResidentPages) * Environment.SystemPageSize,
                cpu,
                living.Sum(member => member.Threads),
                CountDescriptors(living),
                living.Count(member => member.Pid != Leader),
                living.Count
            );
    }

    private static int? CountDescriptors(List<ProcessStat> living)
    {
        int? sum = 0;
        foreach (var member in living)
        {
            // A lifted sum: one that is not known makes the sum unknown.
            sum += DescriptorCount.Of(member.Pid);
        }

        return sum;
    }
}
