using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Activity and usage in a status.</summary>
public sealed class ProcessStatusTests : ManagerSpec
{
    private static readonly SetUsage First = new(1_000_000, TimeSpan.FromSeconds(1), 3, 9, 2, 3);
    private static readonly SetUsage Second = new(2_000_000, TimeSpan.FromSeconds(2), 4, null, 1, 2);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Should_measure_on_request()
    {
        var process = await StartAsync();
        Assert.Equal(default, Shown(await SettleAsync()));

        process.Usage = First;
        Assert.Equal((1_000_000, TimeSpan.FromSeconds(1), 3, 9, 2), Shown(await SettleAsync()));
        process.Usage = Second;
        Assert.Equal((2_000_000, TimeSpan.FromSeconds(2), 4, null, 1), Shown(await SettleAsync()));
    }

    [Fact]
    public async Task Should_measure_each_process_when_they_are_listed()
    {
        (await StartAsync(key: new ProcessKey("a"))).Usage = First;
        (await StartAsync(key: new ProcessKey("b"))).Usage = Second;

        Manager.Tell(new ListProcesses(), TestActor);

        var list = await ExpectMsgAsync<ProcessList>();
        Assert.Equal([1_000_000, 2_000_000], list.Processes.Select(process => process.ResidentBytes));
    }

    [Fact]
    public async Task Should_show_the_last_measurement_when_another_fails()
    {
        var process = await StartAsync();
        process.Usage = First;
        await SettleAsync();

        process.MeasuringFault = new IOException("no descriptor is left");

        Assert.Equal(1_000_000, (await SettleAsync()).ResidentBytes);
    }

    [Fact]
    public async Task Should_show_the_last_measurement_when_another_takes_too_long()
    {
        var process = await StartAsync();
        process.Usage = First;
        await SettleAsync();
        var held = await HoldAsync(process);

        process.Usage = null;
        Clock.Advance(Patience);

        Assert.Equal(1_000_000, (await ExpectMsgAsync<ProcessSnapshot>()).ResidentBytes);
        await held.CompleteAsync(Second);
        Assert.Equal(2_000_000, (await SettleAsync()).ResidentBytes);
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_reply_to_others_while_a_measurement_is_under_way()
    {
        var process = await StartAsync();
        var held = await HoldAsync(process);

        Manager.Tell(new SignalProcess(Key, 10), TestActor);

        await ExpectMsgAsync<SignalSent>();
        await held.CompleteAsync(First);
        Assert.Equal(1_000_000, (await ExpectMsgAsync<ProcessSnapshot>()).ResidentBytes);
    }

    [Fact]
    public async Task Should_reply_at_its_end_when_a_measurement_is_under_way()
    {
        var process = await StartAsync();
        process.Usage = First;
        await SettleAsync();
        var held = await HoldAsync(process);

        process.Exit(Zero);
        process.EndOutput();

        var ended = await ExpectMsgAsync<ProcessSnapshot>();
        Assert.Equal((ProcessPhase.Exited, 1_000_000), (ended.Phase, ended.ResidentBytes));
        await held.CompleteAsync(Second);
        Assert.Equal(1_000_000, (await SettleAsync()).ResidentBytes);
    }

    [Fact]
    public async Task Should_reply_when_the_process_actor_throws_during_a_measurement()
    {
        var process = await StartAsync();
        await HoldAsync(process);
        process.Fault = new InvalidOperationException("a bug");
        var stopper = CreateTestProbe();

        Manager.Tell(new StopProcess(Key), stopper);

        await ExpectMsgAsync<ProcessSnapshot>();
        await stopper.ExpectMsgAsync<ProcessLost>();
    }

    [Fact]
    public async Task Should_keep_the_last_measurement_in_the_history()
    {
        var process = await StartAsync();
        process.Usage = First;
        Manager.Tell(new UpdateActivity(Key));
        await SettleAsync();

        Manager.Tell(new StopProcess(Key, Force: true), TestActor);
        await ExpectMsgAsync<ProcessStopped>();

        var ended = await SettleAsync();
        Assert.Equal((1_000_000, TimeSpan.FromSeconds(1), 3, 9, 2), Shown(ended));
        Assert.Equal(ActivitySources.Updates, ended.LastActivityBy);
    }

    [Fact]
    public async Task Should_name_the_source_of_the_latest_activity()
    {
        var process = await StartAsync();
        Assert.Equal(ActivitySources.None, (await SettleAsync()).LastActivityBy);

        Clock.Advance(TimeSpan.FromSeconds(1));
        process.Writes(Time.GetTimestamp());
        Assert.Equal(ActivitySources.Output, (await SettleAsync()).LastActivityBy);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Manager.Tell(new UpdateActivity(Key));
        Assert.Equal(ActivitySources.Updates, (await SettleAsync()).LastActivityBy);
        Clock.Advance(TimeSpan.FromSeconds(1));
        process.Writes(Time.GetTimestamp());
        Assert.Equal(ActivitySources.Output, (await SettleAsync()).LastActivityBy);
    }

    [Fact]
    public async Task Should_not_name_a_source_that_does_not_count()
    {
        var process = await StartAsync(Spec with { ActivitySource = ActivitySources.Updates });
        process.Writes(Time.GetTimestamp());

        Assert.Equal(ActivitySources.None, (await SettleAsync()).LastActivityBy);
    }

    [Fact]
    public async Task Should_not_name_an_update_from_before_the_start()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        var start = await Host.NextHeldAsync();
        Manager.Tell(new UpdateActivity(Key));
        Assert.Equal(ProcessPhase.Starting, (await SettleAsync()).Phase);

        start.Succeed();

        await ExpectMsgAsync<ProcessStarted>();
        Assert.Equal(ActivitySources.None, (await SettleAsync()).LastActivityBy);
    }

    /// <summary>Requests the status, whose measurement is held until the test completes it.</summary>
    private async Task<HeldMeasuring> HoldAsync(FakeHandle process)
    {
        var held = process.HoldMeasuring();
        Manager.Tell(new GetProcess(Key), TestActor);
        await held.Begins;
        return held;
    }

    private static (long?, TimeSpan?, int?, int?, int?) Shown(ProcessSnapshot snapshot) =>
        (snapshot.ResidentBytes, snapshot.CpuTime, snapshot.Threads, snapshot.Descriptors, snapshot.Children);
}
