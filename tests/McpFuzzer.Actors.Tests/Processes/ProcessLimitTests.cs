using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Limits that the node enforces by sampling, once for each period of virtual time.</summary>
public sealed class ProcessLimitTests : ManagerSpec
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly SetUsage Modest = Using(memory: 1_000_000, cpuMilliseconds: 10, threads: 2);

    private static readonly ProcessSpec Limited = Spec with
    {
        Limits = new ResourceLimits
        {
            MemoryBytes = 2_000_000,
            Pids = 4,
            CpuTime = TimeSpan.FromMilliseconds(300),
        },
    };

    public static TheoryData<long, int, int, LimitBreach> Breaches =>
        new()
        {
            {
                2_000_001,
                10,
                2,
                new LimitBreach(LimitKind.Memory, 2_000_001, 2_000_000) { Measure = MemoryMeasure.Resident }
            },
            { 1_000_000, 10, 5, new LimitBreach(LimitKind.Pids, 5, 4) },
            { 1_000_000, 310, 2, new LimitBreach(LimitKind.CpuTime, 310, 300) },
        };

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task Should_stop_by_the_ladder_and_report_the_breach_when_a_sample_exceeds_the_limit(
        long memory,
        int cpuMilliseconds,
        int threads,
        LimitBreach breach
    )
    {
        var process = await StartAsync(Limited);
        var watcher = await WatcherAsync();
        process.Usage = Modest;
        await PassAsync(Period);
        Assert.Empty(process.Orders);

        process.Usage = Using(memory, cpuMilliseconds, threads);
        await PassAsync(Period);

        Assert.Equal(["terminate"], process.Orders);
        var stopping = await SettleAsync();
        Assert.Equal((ProcessPhase.Stopping, breach), (stopping.Phase, stopping.Breach));
        process.Exit(Terminated);
        var exited = await watcher.ExpectMsgAsync<ProcessExited>();
        Assert.Equal((ExitCause.Limit, breach), (exited.Cause, exited.Breach));
        var stopped = await watcher.ExpectMsgAsync<ProcessStopped>();
        Assert.Equal((ExitCause.Limit, breach), (stopped.Cause, stopped.Breach));
        var ended = await SettleAsync();
        Assert.Equal((ExitCause.Limit, breach, memory), (ended.Cause, ended.Breach, ended.ResidentBytes));
    }

    [Fact]
    [Trait("Hazard", "50")]
    public async Task Should_spare_a_process_when_only_its_shared_memory_exceeds_its_limit()
    {
        var process = await StartAsync(Limited);

        process.Usage = Using(memory: 9_000_000, cpuMilliseconds: 10, threads: 2) with
        {
            Shares = new MemoryShares(2_000_000, AreAllKnown: true),
        };
        await PassAsync(Period);

        Assert.Empty(process.Orders);
        var running = await SettleAsync();
        Assert.Equal((9_000_000, 2_000_000), (running.ResidentBytes, running.ProportionalBytes));
    }

    [Fact]
    public async Task Should_report_the_first_breach_when_another_limit_is_exceeded_during_the_stop()
    {
        var process = await StartAsync(Limited);
        process.Usage = Using(memory: 3_000_000, cpuMilliseconds: 10, threads: 2);
        await PassAsync(Period);

        process.Usage = Using(memory: 4_000_000, cpuMilliseconds: 900, threads: 9);
        await PassAsync(Period);

        var stopping = await SettleAsync();
        Assert.Equal(
            new LimitBreach(LimitKind.Memory, 3_000_000, 2_000_000) { Measure = MemoryMeasure.Resident },
            stopping.Breach
        );
        Assert.Equal(4_000_000, stopping.ResidentBytes);
        Assert.Equal(["terminate"], process.Orders);
    }

    [Fact]
    public async Task Should_keep_the_cause_of_the_stop_that_came_first()
    {
        var process = await StartAsync(Limited);
        process.Usage = Using(memory: 3_000_000, cpuMilliseconds: 10, threads: 2);
        Manager.Tell(new StopProcess(Key), TestActor);
        await PassAsync(Period);

        process.Exit(Terminated);

        var stopped = await ExpectMsgAsync<ProcessStopped>();
        Assert.Equal((ExitCause.Requested, null), (stopped.Cause, stopped.Breach));
    }

    [Fact]
    public async Task Should_show_the_limits_and_how_each_is_enforced()
    {
        await StartAsync(
            Limited with
            {
                Limits = new ResourceLimits { Pids = 4, OpenFiles = 40 },
            }
        );

        Assert.Equal(
            [
                new AppliedLimit(LimitKind.Pids, 4, LimitMethod.Sampled),
                new AppliedLimit(LimitKind.OpenFiles, 40, LimitMethod.Rlimit),
            ],
            (await SettleAsync()).Limits
        );
    }

    [Fact]
    public async Task Should_measure_at_each_interval_and_stop_at_the_end()
    {
        var process = await StartAsync(Limited);

        Assert.Equal(1, await LooksDuringAsync(process, Period));
        Assert.Equal(1, await LooksDuringAsync(process, Period));
        process.Exit(Zero, left: 77);
        Assert.Equal(1, await LooksDuringAsync(process, Period));
        process.Members = [];
        Manager.Tell(new StopProcess(Key), TestActor);
        await PassAsync(Period);
        await ExpectMsgAsync<ProcessStopped>();
        Assert.Equal(0, await LooksDuringAsync(process, Period));
    }

    [Fact]
    public async Task Should_not_measure_when_there_is_no_limit() =>
        Assert.Equal(0, await LooksDuringAsync(await StartAsync(), Period));

    [Theory]
    [InlineData(LimitMethod.Cgroup)]
    [InlineData(LimitMethod.Rlimit)]
    public async Task Should_not_measure_when_the_kernel_enforces_each_limit(LimitMethod method)
    {
        Host.Keeps = method;

        Assert.Equal(0, await LooksDuringAsync(await StartAsync(Limited), Period));
    }

    [Fact]
    public async Task Should_not_measure_again_while_a_measurement_is_under_way()
    {
        var process = await StartAsync(Limited);
        var held = process.HoldMeasuring();
        Clock.Advance(Period);
        await held.Begins;

        Assert.Equal(0, await LooksDuringAsync(process, Period));
        await held.CompleteAsync(null);
        Assert.Equal(1, await LooksDuringAsync(process, Period));
    }

    [Fact]
    public async Task Should_measure_again_when_a_measurement_has_failed()
    {
        var process = await StartAsync(Limited);
        process.MeasuringFault = new IOException("no descriptor is left");
        await PassAsync(Period);

        process.MeasuringFault = null;
        process.Usage = Using(memory: 3_000_000, cpuMilliseconds: 10, threads: 2);
        await PassAsync(Period);

        Assert.Equal(ProcessPhase.Stopping, (await SettleAsync()).Phase);
    }

    [Fact]
    public async Task Should_reject_a_limit_out_of_range()
    {
        Manager.Tell(
            new StartProcess(
                Spec with
                {
                    Limits = new ResourceLimits { MemoryBytes = 5, OpenFiles = 2 },
                },
                Key
            ),
            TestActor
        );

        var rejected = await ExpectMsgAsync<CommandRejected>();
        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        Assert.Contains("Limits.MemoryBytes = 5", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("Limits.OpenFiles = 2", rejected.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The number of samples in a stretch of virtual time, without the one of the status that waits for their effects.
    /// </summary>
    private async Task<int> LooksDuringAsync(FakeHandle process, TimeSpan time)
    {
        await SettleAsync();
        var before = process.Measurements;
        Clock.Advance(time);
        var after = await SettleAsync();
        return process.Measurements - before - (after.Phase == ProcessPhase.Exited ? 0 : 1);
    }

    private static SetUsage Using(long memory, int cpuMilliseconds, int threads) =>
        new(
            memory,
            TimeSpan.FromMilliseconds(cpuMilliseconds),
            threads,
            Descriptors: 7,
            Children: threads - 1,
            Processes: threads
        );
}
