using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Hazard 43: a reply is late or lost, and the command is sent again.</summary>
[Trait("Hazard", "43")]
public sealed class RepeatedRequestTests : ManagerSpec
{
    private static readonly RequestId Id = new("request-1");

    [Fact]
    public async Task Should_start_once_when_a_start_is_sent_again_after_its_reply()
    {
        Manager.Tell(new StartProcess(Spec, RequestId: Id), TestActor);
        var first = await ExpectMsgAsync<ProcessStarted>();

        Manager.Tell(new StartProcess(Spec, RequestId: Id), TestActor);

        Assert.Equal(first, await ExpectMsgAsync<ProcessStarted>());
        Assert.Equal(1, (await StatsAsync()).Started);
    }

    [Fact]
    public async Task Should_reply_to_every_sender_once_when_a_start_is_sent_again_before_its_reply()
    {
        Host.HoldStarts = true;
        var second = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key, Id), TestActor);
        var start = await Host.NextHeldAsync();
        Manager.Tell(new StartProcess(Spec, Key, Id), second);

        start.Succeed();

        Assert.Equal(await ExpectMsgAsync<ProcessStarted>(), await second.ExpectMsgAsync<ProcessStarted>());
        await SettleAsync();
        await ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.False(second.HasMessages);
        Assert.Equal(1, (await StatsAsync()).Started);
    }

    [Fact]
    public async Task Should_repeat_the_rejection_of_the_first()
    {
        await StartAsync();
        Manager.Tell(new StartProcess(Spec, Key, Id), TestActor);
        var refused = await ExpectMsgAsync<CommandRejected>();
        Assert.Equal(RejectReason.AlreadyExists, refused.Reason);
        Manager.Tell(new StopProcess(Key, Force: true), TestActor);
        await ExpectMsgAsync<ProcessStopped>();

        // The key is free now, but the same request has the same reply.
        Manager.Tell(new StartProcess(Spec, Key, Id), TestActor);

        Assert.Equal(refused, await ExpectMsgAsync<CommandRejected>());
    }

    [Fact]
    public async Task Should_not_stop_the_next_incarnation_when_a_stop_is_sent_again()
    {
        await StartAsync();
        Manager.Tell(new StopProcess(Key, Force: true, RequestId: Id), TestActor);
        var stopped = await ExpectMsgAsync<ProcessStopped>();
        var next = await StartAsync();

        Manager.Tell(new StopProcess(Key, Force: true, RequestId: Id), TestActor);

        Assert.Equal(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal(
            (ProcessPhase.Running, 2),
            (await SettleAsync() is { } now ? (now.Phase, now.Incarnation) : default)
        );
        Assert.Empty(next.Orders);
    }

    [Fact]
    public async Task Should_send_a_signal_once()
    {
        var process = await StartAsync();
        for (var times = 0; times < 3; times++)
        {
            Manager.Tell(new SignalProcess(Key, 10, RequestId: Id), TestActor);
            await ExpectMsgAsync<SignalSent>();
        }

        Assert.Equal(["signal 10 Leader"], process.Orders);
    }

    [Fact]
    public async Task Should_carry_it_out_again_after_ten_minutes()
    {
        var process = await StartAsync();
        Manager.Tell(new SignalProcess(Key, 10, RequestId: Id), TestActor);
        await ExpectMsgAsync<SignalSent>();
        await SettleAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        Manager.Tell(new SignalProcess(Key, 10, RequestId: Id), TestActor);

        await ExpectMsgAsync<SignalSent>();
        Assert.Equal(["signal 10 Leader", "signal 10 Leader"], process.Orders);
    }

    [Fact]
    public async Task Should_reject_an_id_of_another_kind_of_command()
    {
        await StartAsync();
        Manager.Tell(new CleanupFinished(Id), TestActor);
        await ExpectMsgAsync<CleanedUp>();

        Manager.Tell(new StopAllProcesses(RequestId: Id), TestActor);

        var refused = await ExpectMsgAsync<CommandRejected>();
        Assert.Equal(RejectReason.AlreadyExists, refused.Reason);
        Assert.Contains("request-1 is that of a CleanupFinished", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ProcessPhase.Running, (await SettleAsync()).Phase);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public async Task Should_reject_an_id_that_is_empty_or_too_long(int length)
    {
        Manager.Tell(new StartProcess(Spec, Key, new RequestId(new string('x', length))), TestActor);

        var refused = await ExpectMsgAsync<CommandRejected>();
        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);
        Assert.Equal($"RequestId = a text of {length} characters: must have 1 to 256 characters", refused.Message);
    }

    [Fact]
    public async Task Should_stop_all_once_and_reply_to_both()
    {
        var process = await StartAsync();
        var second = CreateTestProbe();
        Manager.Tell(new StopAllProcesses(RequestId: Id), TestActor);
        Manager.Tell(new StopAllProcesses(Force: true, RequestId: Id), second);
        await SettleAsync();
        // The second is a repetition, and does not raise the stop.
        Assert.DoesNotContain("kill", process.Orders);

        process.Exit(Terminated);

        var stopped = Assert.Single((await ExpectMsgAsync<AllStopped>()).Outcomes);
        Assert.Equal(stopped, Assert.Single((await second.ExpectMsgAsync<AllStopped>()).Outcomes));
    }

    private async Task<ManagerStats> StatsAsync()
    {
        Manager.Tell(new GetManagerStats(), TestActor);
        var asked = await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.CompleteStats);
        return ((WatchdogProtocol.CompleteStats)asked).Partial;
    }
}
