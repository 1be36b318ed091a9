using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class ServerMachineTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Uptime = TimeSpan.FromSeconds(30);
    private static readonly FuzzCase A = PlannedCases.Of("a", 0);
    private static readonly FuzzCase B = PlannedCases.Of("b", 0);
    private static readonly Candidate Noise = new(Categories.StdoutNoise, null, "noise", "noise", "noise");
    private static readonly ServerEnd Crashed = new(new ProcessExit.Code(134), ExitCause.Exited, "boom", true);
    private static readonly ServerEnd Stopped = new(new ProcessExit.Code(0), ExitCause.Requested, "bye", true);

    private readonly ServerMachine _machine = new(Silence);
    private ServerState _state = ServerState.Initial;

    [Fact]
    public void Should_accept_calls_when_it_is_open()
    {
        Assert.Equal([new ServerEvent.Opened()], Published(new ServerInput.Opened()));
        Assert.Equal([new ServerEffect.Call(A)], Feed(new ServerInput.Assigned(A)));

        Assert.Equal(ServerPhase.Ready, _state.Phase);
        Assert.Equal([A], _state.InFlight);
    }

    [Fact]
    public void Should_be_closed_when_it_does_not_open()
    {
        Assert.Equal([new ServerEvent.OpenFailed("no", "tail")], Published(new ServerInput.OpenFailed("no", "tail")));
        Assert.Equal(ServerPhase.Closed, _state.Phase);
        Assert.Empty(Feed(new ServerInput.Assigned(A)));
    }

    [Theory]
    [InlineData("Opening")]
    [InlineData("Silent")]
    [InlineData("Dying")]
    [InlineData("Closing")]
    public void Should_return_a_call_and_accept_no_more_when_it_is_not_ready(string phase)
    {
        _state = _state with { Phase = Enum.Parse<ServerPhase>(phase) };

        Assert.Equal([new ServerEvent.Returned(A) { TakesNoMore = true }], Published(new ServerInput.Assigned(A)));
        Assert.Empty(_state.InFlight);
    }

    [Fact]
    public void Should_settle_a_call_and_remember_it_when_its_reply_comes()
    {
        Open(A, B);

        var settled = Assert.IsType<ServerEvent.Settled>(Assert.Single(Published(Answer(A))));

        Assert.Equal((A, CaseOutcome.Succeeded, false), (settled.Case, settled.Outcome, settled.WasOverdue));
        Assert.Equal([B], _state.InFlight);
        Assert.Equal([A], _state.Lately);
    }

    [Fact]
    public void Should_remember_only_the_latest_calls()
    {
        Open();
        for (var index = 0; index < ServerState.LatelyKept + 3; index++)
        {
            var call = PlannedCases.Of("a", index);
            Feed(new ServerInput.Assigned(call));
            Feed(Answer(call));
        }

        Assert.Equal(ServerState.LatelyKept, _state.Lately.Count);
        Assert.Equal(PlannedCases.Of("a", ServerState.LatelyKept + 2).CaseId, _state.Lately[0].CaseId);
    }

    [Fact]
    public void Should_ignore_a_reply_to_a_call_that_is_not_in_flight()
    {
        Open(A);

        Assert.Empty(Feed(Answer(B)));
        Assert.Empty(Feed(new ServerInput.TimedOut(B)));
        Assert.Empty(Feed(new ServerInput.Unsent(B)));
        Assert.Empty(Feed(new ServerInput.GivenUp(B)));
        Assert.Empty(Feed(new ServerInput.Pending(B)));
        Assert.Equal([A], _state.InFlight);
    }

    [Fact]
    public void Should_probe_once_when_calls_time_out_and_still_wait_for_them()
    {
        Open(A, B);

        Assert.Equal(
            [new ServerEffect.Publish(new ServerEvent.Overdue(A)), new ServerEffect.Probe()],
            Feed(new ServerInput.TimedOut(A))
        );
        Assert.Equal([new ServerEvent.Overdue(B)], Published(new ServerInput.TimedOut(B)));
        Assert.True(Assert.IsType<ServerEvent.Settled>(Assert.Single(Published(Answer(A)))).WasOverdue);
    }

    [Fact]
    public void Should_probe_once_when_it_is_quiet_with_calls_in_flight()
    {
        Open();
        Assert.Empty(Feed(new ServerInput.Quiet()));
        Feed(new ServerInput.Assigned(A));

        Assert.Equal([new ServerEffect.Probe()], Feed(new ServerInput.Quiet()));
        Assert.Empty(Feed(new ServerInput.Quiet()));
    }

    [Fact]
    public void Should_report_a_call_that_has_become_slow()
    {
        Open(A);

        Assert.Equal([new ServerEvent.Pending(A)], Published(new ServerInput.Pending(A)));
    }

    [Fact]
    public void Should_end_probing_when_it_shows_life()
    {
        Open(A);
        Feed(new ServerInput.Quiet());

        Assert.Empty(Feed(new ServerInput.Probed(ShowsLife: true, TimeSpan.Zero, Uptime)));
        Assert.Equal([new ServerEffect.Probe()], Feed(new ServerInput.Quiet()));
    }

    [Fact]
    public void Should_probe_again_when_a_message_came_recently()
    {
        Open(A);
        Feed(new ServerInput.Quiet());

        Assert.Equal(
            [new ServerEffect.Probe()],
            Feed(new ServerInput.Probed(ShowsLife: false, Silence - TimeSpan.FromMilliseconds(1), Uptime))
        );
        Assert.Equal(ServerPhase.Ready, _state.Phase);
    }

    [Fact]
    public void Should_be_silent_when_nothing_came_for_too_long()
    {
        Open(A, B);
        Feed(Answer(A));
        Feed(new ServerInput.Quiet());

        var silent = Assert.IsType<ServerEvent.Silent>(Assert.Single(Published(Probed())));

        Assert.Equal(ServerPhase.Silent, _state.Phase);
        Assert.Equal([B], silent.Scene.Unanswered);
        Assert.Equal([A], silent.Scene.Lately);
        Assert.Equal(Uptime, silent.Scene.Uptime);
        Assert.Equal([A, B], silent.Scene.Sequence);
    }

    [Fact]
    public void Should_not_be_silent_when_nothing_is_in_flight_any_more()
    {
        Open(A);
        Feed(new ServerInput.Quiet());
        Feed(Answer(A));

        Assert.Empty(Feed(Probed()));
        Assert.Equal(ServerPhase.Ready, _state.Phase);
    }

    [Fact]
    public void Should_wake_up_when_a_silent_server_answers_a_call()
    {
        Open(A);
        Feed(new ServerInput.Quiet());
        Feed(Probed());

        var published = Published(Answer(A));

        Assert.IsType<ServerEvent.Settled>(published[0]);
        Assert.Equal(new ServerEvent.WokeUp(), published[1]);
    }

    [Fact]
    public void Should_wake_up_once_when_anything_comes_from_a_silent_server()
    {
        Open(A);
        Feed(new ServerInput.Quiet());
        Feed(Probed());
        Feed(new ServerInput.GivenUp(A));

        Assert.Equal([new ServerEvent.WokeUp()], Published(new ServerInput.Heard()));
        Assert.Empty(Feed(new ServerInput.Heard()));
    }

    [Fact]
    public void Should_not_wake_up_when_it_was_not_silent()
    {
        Open(A);

        Assert.Empty(Feed(new ServerInput.Heard()));
    }

    [Fact]
    public void Should_suspect_a_call_that_was_given_up_until_a_later_one_is_answered()
    {
        var c = PlannedCases.Of("c", 0);
        Open(A, B);
        Feed(new ServerInput.GivenUp(B));
        Feed(new ServerInput.Assigned(c));

        Feed(Answer(A));
        Assert.Equal([B, c], SceneNow().Unanswered);

        Feed(Answer(c));
        Assert.Empty(SceneNow().Unanswered);
    }

    [Fact]
    public void Should_suspect_a_call_once_when_it_was_given_up_and_sent_again()
    {
        Open(A);
        Feed(new ServerInput.GivenUp(A));
        Feed(new ServerInput.Assigned(A));

        Assert.Equal([A], SceneNow().Unanswered);
    }

    [Fact]
    public void Should_be_serial_when_an_overdue_call_is_answered_before_the_probe()
    {
        Open(A, B);
        Feed(new ServerInput.TimedOut(A));
        Feed(Answer(A));

        Assert.Equal(
            [new ServerEvent.SerialSeen()],
            Published(new ServerInput.Probed(ShowsLife: true, TimeSpan.Zero, Uptime))
        );
    }

    [Fact]
    public void Should_not_be_serial_when_the_call_was_not_overdue()
    {
        Open(A, B);
        Feed(new ServerInput.Quiet());
        Feed(Answer(A));

        Assert.Empty(Feed(new ServerInput.Probed(ShowsLife: true, TimeSpan.Zero, Uptime)));
    }

    [Fact]
    public void Should_return_a_call_that_was_never_written()
    {
        Open(A);

        Assert.Equal([new ServerEvent.Returned(A)], Published(new ServerInput.Unsent(A)));
        Assert.Empty(_state.InFlight);
    }

    [Fact]
    public void Should_withdraw_a_call_that_is_given_up()
    {
        Open(A);
        Feed(new ServerInput.TimedOut(A));

        Assert.Equal([new ServerEffect.Withdraw(A)], Feed(new ServerInput.GivenUp(A)));
        Assert.Empty(_state.InFlight);
        Assert.Empty(_state.Overdue);
    }

    [Fact]
    public void Should_report_the_calls_in_flight_when_an_anomaly_is_on_the_stream()
    {
        Open(A, B);
        Feed(Answer(A));

        var seen = Assert.IsType<ServerEvent.Seen>(
            Assert.Single(Published(new ServerInput.AnomalySeen(Noise, null, Uptime)))
        );

        Assert.Equal((Noise, null), (seen.Candidate, seen.Named));
        Assert.Equal([B], seen.Scene.Unanswered);
        Assert.Equal([A], seen.Scene.Lately);
        Assert.Equal([new ServerEvent.SeenOfServer(Noise)], Published(new ServerInput.AnomalyOfServer(Noise)));
    }

    [Fact]
    public void Should_close_at_once_when_it_exits_with_nothing_in_flight()
    {
        Open();

        Assert.Equal(
            [new ServerEffect.AwaitLastWords(), new ServerEffect.Close(Force: false)],
            Feed(new ServerInput.Exited(Uptime))
        );
    }

    [Fact]
    public void Should_wait_for_the_last_replies_of_a_server_that_exited()
    {
        Open(A, B);

        Assert.Equal([new ServerEffect.AwaitLastWords()], Feed(new ServerInput.Exited(Uptime)));
        Assert.IsType<ServerEvent.Settled>(Assert.Single(Published(Answer(A))));
        Assert.Equal([new ServerEffect.Close(Force: false)], Feed(new ServerInput.Lost(B)));

        var published = Published(new ServerInput.Ended(Crashed));
        var died = Assert.IsType<ServerEvent.Died>(published[0]);
        Assert.Equal(Candidates.Crash(null, Crashed.Exit!, "boom"), died.Candidate);
        Assert.Equal([B], died.Scene.Unanswered);
        Assert.Equal([A], died.Scene.Lately);
        Assert.Equal(Uptime, died.Scene.Uptime);
        Assert.Empty(Assert.IsType<ServerEvent.Closed>(published[1]).Unanswered);
        Assert.Equal(ServerPhase.Closed, _state.Phase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_wait_for_the_exit_when_a_call_is_lost_or_the_stream_ends(bool isLost)
    {
        Open(A);

        var effects = Feed(isLost ? new ServerInput.Lost(A) : new ServerInput.StreamEnded());

        Assert.Equal([new ServerEffect.AwaitLastWords()], effects);
        Assert.Equal(ServerPhase.Dying, _state.Phase);
        Assert.Equal([new ServerEffect.Close(Force: false)], Feed(new ServerInput.LastWordsOver()));
    }

    [Fact]
    public void Should_close_when_the_exit_comes_after_all_calls_have_ended()
    {
        Open(A);
        Feed(new ServerInput.TimedOut(A));
        Feed(new ServerInput.StreamEnded());

        Assert.Equal([new ServerEffect.Close(Force: false)], Feed(new ServerInput.Exited(Uptime)));
        Assert.Equal(Uptime, _state.Uptime);
    }

    [Fact]
    public void Should_have_closed_its_stdout_when_it_had_to_be_stopped()
    {
        Open(A);
        Feed(new ServerInput.StreamEnded());
        Feed(new ServerInput.LastWordsOver());

        var died = Assert.IsType<ServerEvent.Died>(Published(new ServerInput.Ended(Stopped))[0]);

        Assert.Equal(Candidates.StdoutClosed(null, "bye"), died.Candidate);
    }

    [Fact]
    public void Should_report_its_calls_as_undone_when_it_was_ended_from_outside()
    {
        Open(A);
        Feed(new ServerInput.Exited(Uptime));
        Feed(new ServerInput.LastWordsOver());

        var published = Published(new ServerInput.Ended(Crashed with { Cause = ExitCause.Limit }));

        var undone = Assert.IsType<ServerEvent.Undone>(published[0]);
        Assert.Equal((nameof(ExitCause.Limit), "boom"), (undone.How, undone.StderrTail));
        Assert.Equal([A], undone.Cases);
        Assert.Empty(Assert.IsType<ServerEvent.Closed>(published[1]).Unanswered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_close_when_the_campaign_no_longer_needs_it(bool force)
    {
        Open(A);

        Assert.Equal([new ServerEffect.Close(force)], Feed(new ServerInput.CloseRequested(force)));
        Assert.Empty(Feed(new ServerInput.CloseRequested(force)));
        var closed = Assert.IsType<ServerEvent.Closed>(Assert.Single(Published(new ServerInput.Ended(Stopped))));
        Assert.Equal([A], closed.Unanswered);
        Assert.Equal(("bye", true), (closed.StderrTail, closed.ProvenGone));
    }

    [Fact]
    public void Should_be_closed_when_its_start_was_cancelled()
    {
        Assert.Equal([new ServerEffect.Close(Force: false)], Feed(new ServerInput.CloseRequested(Force: false)));

        var closed = Assert.IsType<ServerEvent.Closed>(
            Assert.Single(Published(new ServerInput.OpenFailed("cancelled", "")))
        );

        Assert.True(closed.ProvenGone);
        Assert.Equal(ServerPhase.Closed, _state.Phase);
    }

    [Fact]
    public void Should_ignore_every_input_when_it_is_closed()
    {
        _state = _state with { Phase = ServerPhase.Closed };
        ServerInput[] inputs =
        [
            new ServerInput.Opened(),
            new ServerInput.Assigned(A),
            Answer(A),
            new ServerInput.TimedOut(A),
            new ServerInput.Quiet(),
            new ServerInput.Heard(),
            new ServerInput.Lost(A),
            new ServerInput.StreamEnded(),
            new ServerInput.Exited(Uptime),
            new ServerInput.LastWordsOver(),
            new ServerInput.AnomalySeen(Noise, null, Uptime),
            new ServerInput.AnomalyOfServer(Noise),
            new ServerInput.CloseRequested(Force: true),
            new ServerInput.Ended(Stopped),
        ];

        Assert.All(inputs, input => Assert.Empty(Feed(input)));
        Assert.Equal(ServerPhase.Closed, _state.Phase);
    }

    private Scene SceneNow() =>
        Assert
            .IsType<ServerEvent.Seen>(Assert.Single(Published(new ServerInput.AnomalySeen(Noise, null, Uptime))))
            .Scene;

    private static ServerInput.Answered Answer(FuzzCase call) =>
        new(call, new ReplyAssessment(CaseOutcome.Succeeded, []), TimeSpan.FromMilliseconds(5));

    private static ServerInput.Probed Probed() => new(ShowsLife: false, Silence, Uptime);

    private void Open(params FuzzCase[] calls)
    {
        Feed(new ServerInput.Opened());
        foreach (var call in calls)
        {
            Feed(new ServerInput.Assigned(call));
        }
    }

    private IReadOnlyList<ServerEffect> Feed(ServerInput input)
    {
        var (state, effects) = _machine.Step(_state, input);
        _state = state;
        return effects;
    }

    private List<ServerEvent> Published(ServerInput input) =>
        [.. Feed(input).Select(effect => Assert.IsType<ServerEffect.Publish>(effect).Event)];
}
