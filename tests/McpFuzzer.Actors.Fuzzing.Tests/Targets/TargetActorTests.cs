using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns;
using McpFuzzer.Actors.Fuzzing.Tests.Triage;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Targets;

public sealed class TargetActorTests : TestKit
{
    private static readonly FuzzCase Call = PlannedCases.Of("a", 0);
    private static readonly OracleThresholds Thresholds = PlannedCases.Settings.Thresholds;

    private static readonly TimeSpan Backstop = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly ScriptedTarget _server;
    private readonly TestProbe _campaign;
    private readonly TestProbe _executor;
    private readonly IActorRef _target;
    private bool _showsLife;

    public TargetActorTests()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        _campaign = CreateTestProbe();
        _executor = CreateTestProbe();
        _server = new ScriptedTarget
        {
            ShowsLife = _ => _showsLife,
            Reply = _ => new McpReply.Error(-32602, "no", Data: null, TimeSpan.FromMilliseconds(3)),
        };
        var spec = PlannedCases.Spec();
        var services = new TargetServices(_server, _executor, CreateTestProbe());
        var text = TargetText.Of(spec.Target);
        _target = _campaign.ChildActorOf(
            TargetActor.Props(1, new TargetAssignment(spec, PlannedCases.Settings, services, text, _time))
        );
        Assert.IsType<ServerEvent.Opened>(NextEvent());
    }

    [Fact]
    public void Should_wake_up_when_a_silent_server_writes_even_if_its_call_was_given_up()
    {
        FallSilent();
        _target.Tell(new TargetCommand.GiveUp(Call));
        _executor.ExpectMsg<CancelOperation>(Backstop);

        _server.LastHeard = _time.GetTimestamp();
        Pass(Thresholds.StuckAfter);

        Assert.IsType<ServerEvent.WokeUp>(NextEvent());
    }

    [Fact]
    public void Should_stay_silent_when_the_server_writes_nothing()
    {
        FallSilent();

        Pass(Thresholds.StuckAfter);
        _target.Tell(new TargetCommand.Send(Call));

        Assert.IsType<ServerEvent.Returned>(NextEvent());
    }

    [Fact]
    public async Task Should_settle_a_call_by_its_reply_for_any_later_report_of_the_executor()
    {
        _showsLife = true;
        var next = PlannedCases.Of("a", 1);
        var execute = Send(Call);

        await execute.Operation(CancellationToken.None);
        TimeOut(execute);

        Assert.False(Assert.IsType<ServerEvent.Settled>(NextEvent()).WasOverdue);
        TimeOut(Send(next));
        Assert.Equal(new ServerEvent.Overdue(next), NextEvent());
    }

    [Fact]
    public async Task Should_settle_a_call_by_its_late_reply_when_its_time_was_over()
    {
        _showsLife = true;
        var execute = Send(Call);

        TimeOut(execute);
        Assert.Equal(new ServerEvent.Overdue(Call), NextEvent());
        await execute.Operation(CancellationToken.None);

        Assert.True(Assert.IsType<ServerEvent.Settled>(NextEvent()).WasOverdue);
    }

    private Execute Send(FuzzCase call)
    {
        _target.Tell(new TargetCommand.Equip(new ReplyOracle([], Thresholds, "2025-11-25"), ["a"]));
        _target.Tell(new TargetCommand.Send(call));
        return _executor.ExpectMsg<Execute>(Backstop);
    }

    private void TimeOut(Execute execute) =>
        _target.Tell(
            new OperationCompleted(
                execute.RequestId,
                new OperationOutcome.TimedOut(execute.Timeout!.Value, Abandoned: false),
                Attempts: 1,
                execute.Timeout.Value
            )
        );

    private void FallSilent()
    {
        _target.Tell(new TargetCommand.Send(Call));
        _executor.ExpectMsg<Execute>(Backstop);
        Pass(Thresholds.StuckAfter);
        Assert.IsType<ServerEvent.Pending>(NextEvent());
        Assert.IsType<ServerEvent.Silent>(NextEvent());
    }

    // Its timers are set when it answers.
    private void Pass(TimeSpan time)
    {
        _target.Tell(new Identify(messageId: null), TestActor);
        ExpectMsg<ActorIdentity>(Backstop);
        _time.Advance(time + TimeSpan.FromTicks(1));
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private ServerEvent NextEvent() =>
        _campaign.FishForMessage<CampaignInput.AtServer>(input => input.Server == 1, Backstop).Event;
}
