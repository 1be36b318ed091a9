using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignsActorTests : TestKit
{
    private static readonly TimeSpan Backstop = TimeSpan.FromSeconds(30);

    private readonly ScriptedServer _server = new();

    public CampaignsActorTests()
        : base("akka.loglevel = WARNING")
    {
        _server.Tools.AddRange([ScriptedServer.Tool("good"), ScriptedServer.Tool("bad")]);
    }

    [Fact]
    public void Should_call_every_tool_and_report_each_case_once_when_the_server_is_sound()
    {
        var completed = Run(Spec(), out var events);

        Assert.Equal(CampaignEnd.Completed, completed.Summary.EndedBy);
        Assert.Equal(["good", "bad"], completed.Summary.Tools);
        Assert.Empty(completed.Findings);
        var cases = events.OfType<CaseCompleted>().Select(published => published.CaseId).ToList();
        Assert.Equal(cases.Count, cases.Distinct().Count());
        Assert.Equal(cases.Count, completed.Summary.Cases);
        Assert.Equal(("scripted", "2025-11-25"), (completed.Summary.ServerName, completed.Summary.ProtocolRevision));
        Assert.All(_server.Sessions, session => Assert.True(session.Disposed));
    }

    [Theory]
    [InlineData(Behaviour.Dies, Categories.Crash)]
    [InlineData(Behaviour.Sticks, Categories.ServerStuck)]
    [InlineData(Behaviour.NeverAnswers, Categories.ReplyLost)]
    [InlineData(Behaviour.AnswersLate, Categories.ReplySlow)]
    [InlineData(Behaviour.Logs, Categories.StdoutNoise)]
    internal void Should_record_the_finding_of_the_faulty_tool_alone(Behaviour behaviour, string category)
    {
        _server.Script = (tool, _) => tool == "bad" ? behaviour : Behaviour.Answers;

        var completed = Run(Spec(), out var events);

        var finding = Assert.Single(completed.Findings);
        Assert.Equal((category, "bad"), (finding.Category, finding.Tool));
        Assert.NotNull(finding.Input);
        Assert.Equal(finding.Id, Assert.Single(events.OfType<FindingRecorded>()).Finding.Id);
        Assert.Contains("good", completed.Summary.Tools);
        Assert.Equal(0, completed.Summary.Leftovers);
        Assert.All(_server.Sessions, session => Assert.True(session.Disposed));
    }

    [Fact]
    public void Should_keep_exit_and_stderr_when_the_server_crashes()
    {
        _server.Script = (tool, _) => tool == "bad" ? Behaviour.Dies : Behaviour.Answers;

        var finding = Assert.Single(Run(Spec(), out _).Findings);

        Assert.Equal(new Contracts.Processes.ProcessExit.Code(134), finding.Exit);
        Assert.Contains("boom", finding.StderrTail, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_kill_a_stuck_server_at_once_and_stop_any_other_by_its_ladder()
    {
        _server.Script = (tool, _) => tool == "bad" ? Behaviour.Sticks : Behaviour.Answers;

        Run(Spec() with { MaxHangs = 1 }, out _);

        var stuck = _server.Sessions.Where(session => session.Called.Contains("bad")).ToList();
        Assert.NotEmpty(stuck);
        Assert.All(_server.Sessions, session => Assert.Equal(stuck.Contains(session), session.Killed));
    }

    [Fact]
    public void Should_negotiate_the_protocol_only_at_the_first_start()
    {
        _server.Script = (tool, _) => tool == "bad" ? Behaviour.Dies : Behaviour.Answers;

        Run(Spec(), out _);

        Assert.True(_server.Sessions.Count > 1);
        Assert.Null(_server.Sessions[0].KnownRevision);
        Assert.All(_server.Sessions.Skip(1), session => Assert.Equal("2025-11-25", session.KnownRevision));
    }

    [Fact]
    public void Should_call_the_tools_and_report_what_is_wrong_with_their_list()
    {
        _server.Breaches.Add(new ListBreach("bad", "its name is listed twice"));

        var completed = Run(Spec(), out _);

        Assert.Equal(["good", "bad"], completed.Summary.Tools);
        var finding = Assert.Single(completed.Findings);
        Assert.Equal((Categories.ResultSchema, "bad", 1), (finding.Category, finding.Tool, finding.Count));
        Assert.Equal("tools/list: its name is listed twice", finding.Title);
        Assert.Null(finding.Input);
        Assert.Empty(finding.Sequence);
    }

    [Fact]
    public void Should_show_the_stderr_of_a_target_that_does_not_list_its_tools()
    {
        _server.NoList = "tools/list was refused";

        var completed = Run(Spec(), out _);

        Assert.Equal(CampaignEnd.TargetFailed, completed.Summary.EndedBy);
        Assert.Equal("tools/list was refused", completed.Failure!.Message);
        Assert.Equal("boom\n", completed.Failure.StderrTail);
    }

    [Fact]
    public void Should_report_how_the_arguments_of_a_case_break_the_schema()
    {
        Run(Spec() with { Phases = [Phases.Boundary], Runs = 25 }, out var events);

        var published = events.OfType<CaseCompleted>().ToList();
        Assert.Contains(published, each => each.Violation == "/n: type");
        Assert.Contains(published, each => each.Violation is null);
    }

    [Fact]
    public void Should_start_targets_that_the_watchdog_never_ends()
    {
        Run(Spec(), out _);

        Assert.All(_server.Sessions, session => Assert.False(session.Target.AutoKill));
    }

    [Fact]
    public void Should_send_a_call_again_later_when_the_executor_is_overloaded()
    {
        var completed = Run(Spec(), out _, Campaigns(overloads: 3));

        Assert.Equal(CampaignEnd.Completed, completed.Summary.EndedBy);
        Assert.DoesNotContain(CaseOutcome.NotSent, completed.Summary.Outcomes.Keys);
    }

    [Fact]
    public void Should_end_in_order_when_the_executor_shuts_down()
    {
        var completed = Run(Spec(), out _, Campaigns(overloads: int.MaxValue, RejectReason.ShuttingDown));

        Assert.Equal(CampaignEnd.Interrupted, completed.Summary.EndedBy);
        Assert.Equal(0, completed.Summary.Cases);
    }

    [Fact]
    public void Should_count_leftovers_when_a_target_cannot_be_killed()
    {
        var completed = Run(Spec(), out _, Campaigns(killable: false));

        Assert.Equal(1, completed.Summary.Leftovers);
    }

    [Fact]
    public void Should_report_why_the_target_does_not_start()
    {
        _server.Starts = _ => false;

        var completed = Run(Spec(), out _);

        Assert.Equal(CampaignEnd.TargetFailed, completed.Summary.EndedBy);
        Assert.Equal("the command was not found", completed.Failure!.Message);
    }

    [Fact]
    public void Should_retry_as_often_as_allowed_when_the_target_does_not_start()
    {
        _server.Starts = attempt => attempt == 3;

        var completed = Run(Spec() with { StartRetries = 2 }, out _);

        Assert.Equal(CampaignEnd.Completed, completed.Summary.EndedBy);
    }

    [Fact]
    public void Should_name_the_known_tools_when_the_filter_names_an_unknown_one()
    {
        var completed = Run(Spec() with { Tools = ["nosuch"] }, out _);

        Assert.Equal("no tool 'nosuch' (--tool); the server has good, bad", completed.Failure!.Message);
    }

    [Fact]
    public void Should_skip_and_name_destructive_tools_unless_they_are_requested()
    {
        _server.Tools.Add(ScriptedServer.Tool("wipe", destructive: true));

        var careful = Run(Spec(), out _);
        var careless = Run(Spec() with { Destructive = true }, out _);

        Assert.Equal(["wipe"], careful.Summary.SkippedTools);
        Assert.DoesNotContain("wipe", careful.Summary.Tools);
        Assert.Contains("wipe", careless.Summary.Tools);
    }

    [Fact]
    public void Should_report_completed_work_when_it_is_stopped()
    {
        _server.Script = (tool, _) => tool == "bad" ? Behaviour.Waits : Behaviour.Answers;
        var campaigns = Campaigns();
        var starter = CreateTestProbe();
        campaigns.Tell(new StartCampaign("c", Spec()), starter);
        AwaitCondition(() => _server.Called.Contains("bad"), Backstop);

        campaigns.Tell(new StopCampaign("c"), TestActor);

        ExpectMsg<CampaignStopped>(Backstop);
        var completed = starter.FishForMessage<CampaignCompleted>(_ => true, Backstop);
        Assert.Equal(CampaignEnd.Interrupted, completed.Summary.EndedBy);
        Assert.True(completed.Summary.Outcomes[CaseOutcome.NotSent] > 0);
        Assert.All(_server.Sessions, session => Assert.True(session.Disposed));
        campaigns.Tell(new GetCampaign("c"), TestActor);
        Assert.Equal("ended", ExpectMsg<CampaignSnapshot>(Backstop).Stage);
    }

    [Fact]
    public void Should_end_by_duration_when_its_time_is_over()
    {
        _server.Script = (_, _) => Behaviour.Waits;

        var completed = Run(Spec() with { Duration = TimeSpan.FromMilliseconds(50) }, out _);

        Assert.Equal(CampaignEnd.Duration, completed.Summary.EndedBy);
    }

    [Fact]
    public void Should_reject_a_campaign_when_its_id_is_taken_or_its_spec_is_wrong()
    {
        _server.Script = (_, _) => Behaviour.Waits;
        var campaigns = Campaigns();
        campaigns.Tell(new StartCampaign("c", Spec()), CreateTestProbe());

        campaigns.Tell(new StartCampaign("c", Spec()), TestActor);
        Assert.Equal(RejectReason.AlreadyExists, ExpectMsg<CommandRejected>(Backstop).Reason);
        campaigns.Tell(new StartCampaign("d", Spec() with { Runs = 0 }), TestActor);
        var refused = ExpectMsg<CommandRejected>(Backstop);
        Assert.Equal(
            (RejectReason.InvalidSpec, "Runs = 0: must be a whole number from 1 to 100000"),
            (refused.Reason, refused.Message)
        );
        campaigns.Tell(new GetCampaign("nosuch"), TestActor);
        Assert.Equal(RejectReason.NotFound, ExpectMsg<CommandRejected>(Backstop).Reason);
    }

    [Fact]
    public void Should_report_an_internal_error_to_the_sender_and_close_its_targets_when_a_session_throws()
    {
        _server.Script = (_, _) => throw new InvalidOperationException("a bug");
        var starter = CreateTestProbe();

        Campaigns().Tell(new StartCampaign("c", Spec()), starter);

        starter.FishForMessage<Status.Failure>(_ => true, Backstop);
        AwaitCondition(() => _server.Sessions.All(session => session.Disposed), Backstop);
    }

    [Fact]
    public void Should_ignore_a_failure_from_an_unknown_sender()
    {
        _server.Script = (_, _) => Behaviour.Waits;
        var campaigns = Campaigns();
        var starter = CreateTestProbe();
        campaigns.Tell(new StartCampaign("c", Spec()), starter);
        AwaitCondition(() => _server.Called.Count > 0, Backstop);
        var campaign = Sys.ActorSelection(campaigns.Path / "c-c");

        campaign.Tell(new Status.Failure(new InvalidOperationException("a stranger's")), TestActor);
        campaign.Tell(new CaseSupply.Failed(new InvalidOperationException("a stranger's")), TestActor);
        campaign.Tell(new GetCampaign("c"), TestActor);

        Assert.Equal("fuzzing", ExpectMsg<CampaignSnapshot>(Backstop).Stage);
    }

    [Fact]
    public void Should_leave_unhandled_what_it_did_not_ask_for()
    {
        _server.Script = (_, _) => Behaviour.Waits;
        var campaigns = Campaigns();
        campaigns.Tell(new StartCampaign("c", Spec()), CreateTestProbe());
        AwaitCondition(() => _server.Called.Count > 0, Backstop);
        var campaign = Sys.ActorSelection(campaigns.Path / "c-c");
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        object[] unknown =
        [
            "hello",
            new OperationCompleted(RequestId.New(), new OperationOutcome.Cancelled(false), 1, TimeSpan.Zero),
            new OperationRejected(RequestId.New(), RejectReason.Overloaded, "no"),
        ];

        foreach (var message in unknown)
        {
            campaign.Tell(message, TestActor);
            Assert.Same(message, ExpectMsg<UnhandledMessage>(Backstop).Message);
        }
    }

    [Fact]
    public void Should_list_tools_again_when_the_list_is_empty()
    {
        _server.EmptyLists = 2;

        var completed = Run(Spec(), out _);

        Assert.Equal(CampaignEnd.Completed, completed.Summary.EndedBy);
        Assert.Equal(["good", "bad"], completed.Summary.Tools);
        Assert.Equal(3, _server.Lists);
    }

    [Fact]
    public void Should_call_tools_that_are_added_late()
    {
        var isChanged = false;
        _server.Script = (_, _) =>
        {
            if (!isChanged)
            {
                isChanged = true;
                _server.Tools.Add(ScriptedServer.Tool("late"));
                _server.Sessions[0].ChangeTools();
            }

            return Behaviour.Answers;
        };

        var completed = Run(Spec() with { Concurrency = 1 }, out var events);

        Assert.Equal(["good", "bad", "late"], completed.Summary.Tools);
        Assert.Equal(6, events.OfType<CaseCompleted>().Count(published => published.Tool == "late"));
    }

    [Fact]
    public void Should_leave_nothing_when_it_is_stopped_while_its_server_starts()
    {
        var connecting = new TaskCompletionSource();
        _server.Connecting = connecting.Task;
        var campaigns = Campaigns();
        var starter = CreateTestProbe();
        campaigns.Tell(new StartCampaign("c", Spec()), starter);
        starter.ExpectMsg<CampaignStarted>(Backstop);

        campaigns.Tell(new StopCampaign("c"), TestActor);
        campaigns.Tell(new GetCampaign("c"), starter);
        Assert.Equal(
            "stopping",
            starter.FishForMessage<CampaignSnapshot>(published => published.Stage != "starting", Backstop).Stage
        );
        connecting.SetResult();

        ExpectMsg<CampaignStopped>(Backstop);
        var completed = starter.FishForMessage<CampaignCompleted>(_ => true, Backstop);
        Assert.Equal((CampaignEnd.Interrupted, 0), (completed.Summary.EndedBy, completed.Summary.Cases));
        Assert.All(_server.Sessions, session => Assert.True(session.Disposed));
    }

    [Fact]
    public void Should_report_its_activity_while_it_waits_for_the_handshake()
    {
        var connecting = new TaskCompletionSource();
        _server.Connecting = connecting.Task;
        var starter = CreateTestProbe();

        Campaigns().Tell(new StartCampaign("c", Spec()), starter);

        var published = starter.FishForMessage<CampaignSnapshot>(_ => true, Backstop);
        Assert.Equal(("starting", "waiting for the handshake"), (published.Stage, published.Activity?.What));
        connecting.SetResult();
        starter.FishForMessage<CampaignCompleted>(_ => true, Backstop);
    }

    private static CampaignSpec Spec() => PlannedCases.Spec() with { Runs = 6, Phases = [Phases.Random] };

    private IActorRef Campaigns(int overloads = 0, RejectReason reason = RejectReason.Overloaded, bool killable = true)
    {
        var executor = Sys.ActorOf(Props.Create(() => new RunningExecutor(overloads, reason)));
        var manager = Sys.ActorOf(Props.Create(() => new ProvingManager(killable)));
        var settings = PlannedCases.Settings with
        {
            RestartDelay = TimeSpan.FromMilliseconds(1),
            EmptyListDelay = TimeSpan.FromMilliseconds(1),
        };
        var services = new TargetServices(_server, executor, manager);
        return Sys.ActorOf(CampaignsActor.Props(settings, services, TimeProvider.System));
    }

    private CampaignCompleted Run(CampaignSpec spec, out IReadOnlyList<object> events, IActorRef? campaigns = null)
    {
        var starter = CreateTestProbe();
        var seen = new List<object>();
        (campaigns ?? Campaigns()).Tell(new StartCampaign("c", spec), starter);
        starter.ExpectMsg<CampaignStarted>(Backstop);
        while (true)
        {
            var published = starter.ReceiveOne(Backstop);
            Assert.NotNull(published);
            seen.Add(published);
            if (published is CampaignCompleted completed)
            {
                events = seen;
                return completed;
            }
        }
    }
}
