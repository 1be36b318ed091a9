using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class TriageActorTests : TestKit
{
    private static readonly TimeSpan Backstop = 30 * Given.Second;
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly CampaignSettings Settings = CampaignSettings.Read(Config.Empty) with
    {
        Thresholds = Given.Thresholds,
        Isolation = Given.Settings,
    };

    private readonly ScriptedTarget _target = new()
    {
        Connect = (_, _) =>
            Task.FromResult<ConnectResult>(new ConnectResult.Failed("no", Exit: null, OutputTail.Empty)),
    };

    private readonly TestProbe _campaign;
    private readonly TestProbe _executor;
    private readonly IActorRef _triage;
    private readonly Props _props;
    private readonly TriageActor.Equip _equip = new(
        new ReplyOracle([], Given.Thresholds, "2025-11-25"),
        ["a"],
        "2025-11-25"
    );

    public TriageActorTests()
        : base("akka.loglevel = WARNING")
    {
        _campaign = CreateTestProbe();
        _executor = CreateTestProbe();
        var targets = new TargetRuns(
            _target,
            CreateTestProbe(),
            new ProcessSpec { Command = ["server"] },
            Settings,
            7 * Given.Second,
            Given.CallTimeout,
            new VirtualTime()
        );
        var machine = new TriageMachine(Given.Settings, Given.Policy(), Given.Budget(Given.Second));
        _props = TriageActor.Props(machine, FindingBook.Create(null), targets, _executor);
        _triage = _campaign.ChildActorOf(_props);
        _triage.Tell(_equip);
    }

    [Fact]
    public async Task Should_run_a_script_as_an_operation_of_the_executor()
    {
        _triage.Tell(new TriageInput.Named(Given.Internal("a", "x"), A));
        var execute = Execution();

        // Start 2 × 7, call 11, two probes of 5, last words 2, stop 30.
        Assert.Equal(67 * Given.Second, execute.Timeout);
        var seen = Assert.IsType<Observation>(await execute.Operation(CancellationToken.None));
        Assert.Equal("InTurn a0 0s", Shown.Of(seen.Script));
        Assert.Equal("2025-11-25", _target.Start?.Revision);
    }

    [Fact]
    public void Should_report_the_decision_when_a_run_has_ended()
    {
        _triage.Tell(new TriageInput.Named(Given.Internal("a", "x"), A));
        var script = new RunScript(RunMode.InTurn, [A], TimeSpan.Zero);
        Complete(Execution(), new OperationOutcome.Succeeded(Seen.Run(script).Replying(Given.Internal("a", "x"))));

        Assert.Equal(("internal-error", "a"), Activity());
        var published = _campaign.ExpectMsg<TriageEffect.PublishFinding>(Backstop);
        Assert.Equal(("a", 1), (published.Finding.Tool, published.Finding.Reproduced?.Shown));
        Assert.Null(Activity());

        _triage.Tell(new TriageInput.Conclude(Cut: false));
        Assert.Single(_campaign.ExpectMsg<TriageEffect.Concluded>(Backstop).Findings);
    }

    [Fact]
    public void Should_go_on_when_a_run_was_rejected_or_cancelled()
    {
        _triage.Tell(new TriageInput.Named(Given.Internal("a", "x"), A));
        _triage.Tell(new OperationRejected(Execution().RequestId, RejectReason.Overloaded, "no"), _executor);
        Complete(Execution(), new OperationOutcome.Cancelled(Abandoned: false));

        Activity();
        Assert.Equal(2, _campaign.ExpectMsg<TriageEffect.PublishFinding>(Backstop).Finding.Reproduced?.Tried);
    }

    [Fact]
    public void Should_count_the_time_of_a_run_that_took_too_long()
    {
        _triage.Tell(new TriageInput.Named(Given.Internal("a", "x"), A));
        Complete(Execution(), new OperationOutcome.TimedOut(30 * Given.Second, Abandoned: true));

        // The budget is spent by it, so the finding stays without proof.
        Activity();
        Assert.Null(_campaign.ExpectMsg<TriageEffect.PublishFinding>(Backstop).Finding.Reproduced);
    }

    [Fact]
    public void Should_cancel_the_runs_when_it_is_cut_short()
    {
        _triage.Tell(new TriageInput.Late(A, 4 * Given.Second));
        var runs = (RequestId[])[Execution().RequestId, Execution().RequestId];
        _triage.Tell(new TriageInput.Conclude(Cut: true));

        Assert.Equal(
            runs,
            new[]
            {
                _executor.ExpectMsg<CancelOperation>(Backstop),
                _executor.ExpectMsg<CancelOperation>(Backstop),
            }.Select(cancel => cancel.RequestId)
        );
        foreach (var run in runs)
        {
            _triage.Tell(new OperationCompleted(run, new OperationOutcome.Cancelled(false), 1, TimeSpan.Zero));
        }

        _campaign.FishForMessage<TriageEffect.Concluded>(_ => true, Backstop);
    }

    [Fact]
    public void Should_publish_what_is_isolated_only_when_it_changes()
    {
        _triage.Tell(new TriageInput.Late(A, 4 * Given.Second));
        _triage.Tell(new TriageInput.Late(Given.Call("b"), 4 * Given.Second));
        Complete(Execution(), new OperationOutcome.Succeeded(Seen.Alone(A, TimeSpan.Zero)));

        Assert.Equal(("reply-lost", "a"), Activity());
        Assert.Equal(("reply-lost", "b"), Activity());
    }

    [Fact]
    public void Should_name_no_tool_when_none_is_suspected()
    {
        _triage.Tell(new TriageInput.OnStream(Given.Noise("hello"), new Scene([], [], Given.Second)));

        Assert.Equal(("stdout-noise", null), Activity());
    }

    [Fact]
    public void Should_be_idle_when_there_is_no_question() =>
        EventFilter
            .Error()
            .Expect(
                0,
                () =>
                {
                    _triage.Tell(new TriageInput.OfServer(Given.InvalidRpc("a batch")));
                    Assert.Null(_campaign.ExpectMsg<TriageEffect.PublishFinding>(Backstop).Finding.Tool);
                }
            );

    [Fact]
    public void Should_ignore_a_run_that_it_did_not_request()
    {
        _triage.Tell(new TriageInput.Named(Given.Internal("a", "x"), A));
        var execute = Execution();
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));

        _triage.Tell("hello");
        _triage.Tell(new OperationCompleted(RequestId.New(), new OperationOutcome.Cancelled(false), 1, TimeSpan.Zero));
        _triage.Tell(new OperationRejected(RequestId.New(), RejectReason.Overloaded, "no"));
        Complete(execute, new OperationOutcome.Cancelled(false));
        Complete(execute, new OperationOutcome.Cancelled(false));

        var unhandled = Enumerable.Range(0, 4).Select(_ => ExpectMsg<Akka.Event.UnhandledMessage>(Backstop).Message);
        Assert.Equal(
            [typeof(string), typeof(OperationCompleted), typeof(OperationRejected), typeof(OperationCompleted)],
            unhandled.Select(message => message.GetType())
        );
    }

    [Fact]
    public void Should_fail_when_a_run_failed()
    {
        var triage = ActorOfAsTestActorRef<TriageActor>(_props);
        triage.Receive(_equip);
        triage.Receive(new TriageInput.Named(Given.Internal("a", "x"), A));
        var failed = new OperationOutcome.Failed("IOException", "broken");

        var failure = Assert.Throws<InvalidOperationException>(() =>
            triage.Receive(new OperationCompleted(Execution().RequestId, failed, 1, TimeSpan.Zero))
        );
        Assert.StartsWith("an isolation run may not end with Failed", failure.Message, StringComparison.Ordinal);
    }

    private Execute Execution() => _executor.ExpectMsg<Execute>(Backstop);

    private void Complete(Execute execute, OperationOutcome outcome) =>
        _triage.Tell(new OperationCompleted(execute.RequestId, outcome, 1, TimeSpan.Zero), _executor);

    private (string, string?)? Activity() =>
        _campaign.ExpectMsg<TriageActor.ActivityChanged>(Backstop).Activity is { } activity
            ? (activity.Category, activity.Tool)
            : null;
}
