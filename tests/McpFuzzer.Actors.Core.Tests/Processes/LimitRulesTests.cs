using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class LimitRulesTests
{
    private static readonly AppliedLimit Memory = new(LimitKind.Memory, 64, LimitMethod.Sampled);
    private static readonly AppliedLimit Pids = new(LimitKind.Pids, 4, LimitMethod.Sampled);
    private static readonly AppliedLimit CpuTime = new(LimitKind.CpuTime, 300, LimitMethod.Sampled);

    [Theory]
    [InlineData(65, 1, 0, LimitKind.Memory, 65, 64)]
    [InlineData(1, 5, 0, LimitKind.Pids, 5, 4)]
    [InlineData(1, 1, 301, LimitKind.CpuTime, 301, 300)]
    // The first of several.
    [InlineData(65, 5, 301, LimitKind.Memory, 65, 64)]
    public void Should_report_kind_value_and_bound_when_a_limit_is_exceeded(
        long resident,
        int threads,
        int cpuMilliseconds,
        LimitKind kind,
        long seen,
        long bound
    ) =>
        Assert.Equal(
            new LimitBreach(kind, seen, bound) { Measure = kind == LimitKind.Memory ? MemoryMeasure.Resident : null },
            LimitRules.BreachOf([Memory, Pids, CpuTime], Seen(resident, threads, cpuMilliseconds))
        );

    [Theory]
    [InlineData(64, MemoryMeasure.Proportional, null)]
    [InlineData(65, MemoryMeasure.Proportional, "memory 65 of 64 bytes (PSS)")]
    [InlineData(65, MemoryMeasure.Resident, "memory 65 of 64 bytes (RSS)")]
    public void Should_measure_shares_when_they_are_known(long shares, MemoryMeasure measure, string? breach)
    {
        var seen = Seen(1000, 1, 0) with { SharedOnceBytes = shares, Measure = measure };

        Assert.Equal(breach, LimitRules.BreachOf([Memory], seen)?.ToString());
    }

    [Fact]
    public void Should_report_no_breach_when_each_bound_is_just_reached() =>
        Assert.Null(LimitRules.BreachOf([Memory, Pids, CpuTime], Seen(64, 4, 300)));

    [Theory]
    [InlineData(LimitMethod.Cgroup)]
    [InlineData(LimitMethod.Rlimit)]
    public void Should_leave_a_limit_to_the_kernel_when_it_enforces_it(LimitMethod method) =>
        Assert.Null(LimitRules.BreachOf([Memory with { Method = method }], Seen(65, 1, 0)));

    private static Consumption Seen(long resident, int threads, int cpuMilliseconds) =>
        new(resident, threads, TimeSpan.FromMilliseconds(cpuMilliseconds));
}
