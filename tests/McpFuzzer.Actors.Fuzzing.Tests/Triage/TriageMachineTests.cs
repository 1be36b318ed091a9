using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class TriageMachineTests
{
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly TriageInput.Conclude End = new(Cut: false);

    private readonly SimulatedTriage _triage = SimulatedTriage.With();

    [Fact]
    public void Should_start_the_runs_of_a_question_when_evidence_is_new() =>
        Assert.Equal(
            ["start 1 Control 3s", "start 2 Alone b0 3s", "start 3 Alone b0 3s", "start 4 Alone a0 3s"],
            _triage.Feed(Died(1, 7, A, B))
        );

    [Fact]
    public void Should_find_the_call_and_resend_the_others_when_it_showed_in_two_of_two()
    {
        _triage.Feed(Died(1, 7, A, B));
        _triage.Feed(Ended(1, Calm));
        _triage.Feed(Ended(2, AloneOf(B).Dead(7)));

        Assert.Equal(
            ["tell crash of b, 1 known", "resolve 1 crash of b 2 resend", "cancel 4"],
            _triage.Feed(Ended(3, AloneOf(B).Dead(7)))
        );
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(
            (new Reproduction(2, 2), "{}", Severity.High),
            (finding.Reproduced, finding.Input, finding.Severity)
        );
        Assert.Empty(finding.Sequence);
    }

    [Fact]
    public void Should_find_the_server_and_resend_when_the_control_shows_it()
    {
        _triage.Feed(Died(1, 7, A, B));

        Assert.Equal(
            ["tell crash of server, 1 known", "resolve 1 crash of none 0 resend", "cancel 2", "cancel 3", "cancel 4"],
            _triage.Feed(Ended(1, Calm.Dead(7)))
        );
        Assert.Equal(new Reproduction(1, 1), Assert.Single(_triage.Findings).Reproduced);
        Assert.Equal(["resolve 2 crash of none 0 resend"], _triage.Feed(Died(2, 7, A)));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
    }

    [Fact]
    public void Should_find_a_sequence_without_a_culprit_when_no_call_shows_it_alone()
    {
        _triage.Feed(Died(1, 7, A, B));
        _triage.Drain(Seen.Run);

        Assert.Equal("resolve 1 crash of none 0", Shown.Of(_triage.Effects[^1]));
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal((null, Severity.Medium, null), (finding.Tool, finding.Severity, finding.Input));
        Assert.Equal(["a", "b"], finding.Sequence.Select(call => call.Tool));
        Assert.Equal(new Reproduction(0, 4), finding.Reproduced);
    }

    [Fact]
    public void Should_record_the_suspects_when_a_fault_without_a_culprit_has_no_sequence()
    {
        _triage.Feed(new TriageInput.Died(1, Given.Crash(7), new Scene([A], [], TimeSpan.Zero)));
        _triage.Drain(Seen.Run);

        Assert.Equal(["a"], Assert.Single(_triage.Findings).Sequence.Select(call => call.Tool));
    }

    [Fact]
    public void Should_only_count_when_the_suspect_is_known()
    {
        FindCrashOf(A);

        Assert.Equal(["resolve 2 crash of a 0 resend"], _triage.Feed(Died(2, 7, B, A)));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
    }

    [Fact]
    public void Should_question_again_when_another_tool_ends_the_server_in_the_same_way()
    {
        FindCrashOf(A);

        Assert.Equal(["start 4 Alone b0 3s", "start 5 Alone b0 3s"], _triage.Feed(Died(2, 7, B)));
        _triage.Drain(script => Seen.Run(script).Dead(7));
        Assert.Equal(["a", "b"], _triage.Findings.Select(finding => finding.Tool).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_join_when_the_question_is_open()
    {
        _triage.Feed(Died(1, 7, A));

        Assert.Empty(_triage.Feed(Died(2, 7, A)));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Dead(7));

        Assert.Equal([1, 2], _triage.Resolved.Select(resolved => resolved.Evidence));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
    }

    [Fact]
    public void Should_confirm_and_then_count_when_a_reply_names_its_call()
    {
        var named = new TriageInput.Named(Given.Internal("a", "x"), A);

        Assert.Equal(["start 1 InTurn a0 0s"], _triage.Feed(named));
        Assert.Empty(_triage.Feed(named));
        Assert.Equal(
            ["tell internal-error of a, 1 known"],
            _triage.Feed(Ended(1, Seen.Run(_triage.State.Running[1]).Replying(Given.Internal("a", "x"))))
        );
        Assert.Empty(_triage.Feed(named));

        var finding = Assert.Single(_triage.Findings);
        Assert.Equal((3, new Reproduction(1, 1), "{}"), (finding.Count, finding.Reproduced, finding.Input));
        Assert.Equal("a", finding.Tool);
    }

    // One slip of 1,500 tools is not 1,500 questions.
    [Fact]
    public void Should_accept_a_reply_when_two_other_tools_were_questioned_about_the_same()
    {
        var c = Given.Call("c");
        _triage.Feed(new TriageInput.Named(Given.Internal("a", "x"), A));
        _triage.Feed(new TriageInput.Named(Given.Internal("b", "x"), B));

        Assert.Equal(
            ["tell internal-error of c, 1 known"],
            _triage.Feed(new TriageInput.Named(Given.Internal("c", "x"), c))
        );
        Assert.Equal(
            ("{}", null, Severity.Low),
            (_triage.Findings[0].Input, _triage.Findings[0].Reproduced, _triage.Findings[0].Severity)
        );
        Assert.Empty(_triage.Feed(new TriageInput.Named(Given.Internal("c", "x"), c)));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
        Assert.Equal(["a", "b"], _triage.State.Questions.Select(question => question.Suspects[0].Tool));
        Assert.Equal(["c"], _triage.State.Known[new FaultKey("internal-error", "x", "c")].Tools.Keys);
        Assert.NotEmpty(_triage.State.Asked);

        _triage.Feed(new TriageInput.Named(Given.Internal("c", "y"), c));
        Assert.Equal(3, _triage.State.Questions.Count);
    }

    [Fact]
    public void Should_keep_the_call_when_a_reply_that_no_rerun_showed_is_seen_again()
    {
        var named = new TriageInput.Named(Given.Internal("a", "x"), A);
        _triage.Feed(named);
        _triage.Drain(Seen.Run);
        _triage.Feed(named);

        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(("a", 2, new Reproduction(0, 2)), (finding.Tool, finding.Count, finding.Reproduced));
        Assert.Equal(["a"], finding.Sequence.Select(call => call.Tool));
    }

    [Fact]
    public void Should_record_once_and_count_when_the_server_shows_it_without_a_call()
    {
        var input = new TriageInput.OfServer(Candidates.PingUnanswered(Mcp.Sessions.PingAnswer.Silent));

        Assert.Equal(["tell protocol-breach of server, 1 known"], _triage.Feed(input));
        Assert.Empty(_triage.Feed(input));
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal((2, null, new Reproduction(1, 1)), (finding.Count, finding.Tool, finding.Reproduced));
    }

    [Fact]
    public void Should_keep_the_tool_when_the_list_of_tools_has_a_defect_of_one()
    {
        var input = new TriageInput.OfServer(Candidates.Listing(new Mcp.Sessions.ListBreach("a", "no name")));

        Assert.Equal(["tell result-schema of a, 1 known"], _triage.Feed(input));
        Assert.Empty(_triage.Feed(input));
        Assert.Equal((2, new Reproduction(1, 1)), (_triage.Findings[0].Count, _triage.Findings[0].Reproduced));
    }

    [Fact]
    public void Should_move_to_the_server_when_every_server_shows_the_fault_of_a_tool()
    {
        _triage.Feed(Streamed(A));
        _triage.Drain(script =>
            script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).With(Given.Noise("hello"))
        );

        Assert.Equal(
            ["tell stdout-noise of server, 1 known"],
            _triage.Feed(new TriageInput.OfServer(Given.Noise("hello")))
        );
    }

    [Fact]
    public void Should_count_what_the_tool_itself_showed_when_another_showed_it_in_another_way()
    {
        _triage.Feed(Died(1, 7, A));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Dead(7));
        _triage.Feed(Died(2, 7, B));
        _triage.Drain(script => Seen.Run(script).Dead(8));
        _triage.Feed(Died(3, 7, A));

        Assert.Equal(
            ["a exit code 7 2x", "b exit code 8 1x"],
            _triage
                .Findings.Select(finding => $"{finding.Tool} {finding.Exit} {finding.Count}x")
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Should_open_no_question_when_the_server_is_known_to_show_the_fault_that_a_reply_names()
    {
        _triage.Feed(new TriageInput.OfServer(Given.Internal("a", "x") with { Tool = null }));

        Assert.Empty(_triage.Feed(new TriageInput.Named(Given.Internal("b", "x"), B)));
        Assert.Equal((null, 2), (Assert.Single(_triage.Findings).Tool, _triage.Findings[0].Count));
    }

    [Fact]
    public void Should_wait_for_another_tool_when_a_call_writes_to_the_stream()
    {
        _triage.Feed(new TriageInput.Samples([B]));
        _triage.Feed(Streamed(A));
        _triage.Drain(script =>
            script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).With(Given.Noise("hello"))
        );

        Assert.Equal("start 4 Together b0 3s", Shown.Of(_triage.Effects[^2]));
        Assert.Equal("tell stdout-noise of server, 1 known", Shown.Of(_triage.Effects[^1]));
        Assert.Equal(new Reproduction(3, 3), Assert.Single(_triage.Findings).Reproduced);
        Assert.Equal(["a"], _triage.Findings[0].Sequence.Select(call => call.Tool));
    }

    [Fact]
    public void Should_count_any_line_when_the_server_is_known_to_write_unprompted()
    {
        _triage.Feed(Streamed(A));
        _triage.Feed(Ended(1, Calm.With(Given.Noise("hello"))));

        Assert.Empty(_triage.Feed(new TriageInput.OnStream(Given.Noise("good bye"), SceneOf(B))));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
    }

    [Fact]
    public void Should_find_no_reply_and_release_the_other_calls_when_it_is_lost()
    {
        Assert.Equal(
            ["start 1 Control 11s", "start 2 Alone a0 0s", "start 3 Alone a0 0s"],
            _triage.Feed(new TriageInput.Overdue(1, A))
        );
        _triage.Feed(Ended(1, Seen.Control(Given.Thresholds.LostAfter)));
        _triage.Feed(Ended(2, Seen.Alone(A, TimeSpan.Zero).Unanswered()));

        Assert.Equal(
            ["tell reply-lost of a, 1 known", "resolve 1 reply-lost of a 2"],
            _triage.Feed(Ended(3, Seen.Alone(A, TimeSpan.Zero).Unanswered()))
        );
        Assert.Equal(["resolve 2 reply-lost of a 0"], _triage.Feed(new TriageInput.Overdue(2, Given.Call("a", 1))));
        Assert.Equal(2, Assert.Single(_triage.Findings).Count);
    }

    [Fact]
    public void Should_be_slow_when_the_reply_comes_while_it_is_isolated()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));

        Assert.Empty(_triage.Feed(new TriageInput.AnsweredAfterAll(A, 14 * Given.Second)));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Unanswered());

        Assert.Equal("resolve 1 reply-slow of a 1", Shown.Of(_triage.Effects[^1]));
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(("reply-slow", "The reply took 14s."), (finding.Category, finding.Detail));
    }

    [Fact]
    public void Should_not_count_what_a_run_shows_that_was_ended_as_needless()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));
        _triage.Feed(Ended(2, Seen.Alone(A, TimeSpan.Zero)));

        _triage.Feed(Ended(3, Seen.Alone(A, TimeSpan.Zero).Unanswered()));

        Assert.Single(_triage.State.Seen);
        Assert.Empty(_triage.State.Dropped);
    }

    [Fact]
    public void Should_do_nothing_when_the_reply_of_a_call_without_a_question_comes()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));

        Assert.Empty(_triage.Feed(new TriageInput.AnsweredAfterAll(B, 14 * Given.Second)));
        Assert.Null(Assert.Single(_triage.State.Questions).LateReply);
    }

    [Fact]
    public void Should_find_nothing_and_resend_when_the_load_explains_it()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));

        Assert.Equal(
            ["resolve 1 reply-lost of none 0 resend", "cancel 3"],
            _triage.Feed(Ended(2, Seen.Alone(A, TimeSpan.Zero)))
        );
        Assert.Empty(_triage.Findings);
        Assert.Equal(1, _triage.State.Harmless[FaultKey.OfLateness("a")]);
        Assert.Empty(_triage.State.Known);
    }

    [Fact]
    public void Should_report_once_what_remains_when_the_load_has_explained_it_as_often_as_allowed()
    {
        var triage = SimulatedTriage.With(Given.Settings with { Suspects = 2, PerShape = 1, PerTool = 1 });
        for (var evidence = 1; evidence <= 4; evidence++)
        {
            triage.Feed(new TriageInput.Overdue(evidence, Given.Call("a", evidence)));
            triage.Drain(Seen.Run);
        }

        Assert.Equal([true, true, false, false], triage.Resolved.Select(resolved => resolved.ResendOthers));
        Assert.Single(triage.State.NotIsolated);
        Assert.StartsWith(
            "concluded with 0, not isolated: reply-lost: ",
            Assert.Single(triage.Feed(End)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_question_another_late_call_when_the_load_explained_the_first()
    {
        var lost = Given.Call("a", 1);
        _triage.Feed(new TriageInput.Overdue(1, A));
        Assert.Empty(_triage.Feed(new TriageInput.Overdue(2, lost)));
        Assert.Empty(_triage.Feed(new TriageInput.Late(lost, null)));
        _triage.Drain(script => script.Contains(lost) ? Seen.Run(script).Unanswered() : Seen.Run(script));

        Assert.Equal(["resolve 1 reply-lost of none 0 resend", "resolve 2 reply-lost of a 2"], ShownResolutions());
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(("reply-lost", "a", 1), (finding.Category, finding.Tool, finding.Count));
    }

    [Fact]
    public void Should_question_another_silence_when_the_load_explained_the_first()
    {
        _triage.Feed(Silence(1, [A]));
        Assert.Empty(_triage.Feed(Silence(2, [B])));
        Assert.StartsWith("resolve 1", _triage.Feed(new TriageInput.WokeUp(1))[0], StringComparison.Ordinal);
        _triage.Drain(script => script.Contains(B) ? Seen.Run(script).Silent() : Seen.Run(script));

        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(("server-stuck", "b"), (finding.Category, finding.Tool));
    }

    [Fact]
    public void Should_find_both_tools_when_they_end_two_servers_in_the_same_way()
    {
        _triage.Feed(Died(1, 7, A));
        _triage.Feed(Died(2, 7, B));
        _triage.Feed(Died(3, 7, A));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Dead(7));

        Assert.Equal(
            ["a 2x", "b 1x"],
            _triage.Findings.Select(finding => $"{finding.Tool} {finding.Count}x").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Should_ignore_a_silence_when_a_call_in_flight_is_known_to_stick()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Silent());

        Assert.Equal(["resolve 2 server-stuck of none 0 resend"], _triage.Feed(Silence(2, [B, A])));
        Assert.Equal(1, Assert.Single(_triage.Findings).Count);
        Assert.Equal(["start 4 Alone b0 0s", "start 5 Alone b0 0s"], _triage.Feed(Silence(3, [B])));
    }

    [Fact]
    public void Should_question_a_silence_when_the_stuck_call_had_a_reply_before()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Silent());

        Assert.Equal(["start 4 Alone b0 0s", "start 5 Alone b0 0s"], _triage.Feed(Silence(2, [B], A)));
    }

    [Fact]
    public void Should_find_nothing_and_resend_when_the_server_woke_up()
    {
        _triage.Feed(Silence(1, [A]));
        _triage.Feed(Silence(2, [A]));

        Assert.Empty(_triage.Feed(new TriageInput.WokeUp(3)));
        Assert.Empty(_triage.Feed(new TriageInput.WokeUp(2)));
        Assert.Equal(
            [
                "resolve 1 server-stuck of none 0 resend",
                "resolve 2 server-stuck of none 0 resend",
                "cancel 2",
                "cancel 3",
            ],
            _triage.Feed(new TriageInput.WokeUp(1))
        );
        Assert.Empty(_triage.Findings);
        Assert.Empty(_triage.Feed(new TriageInput.WokeUp(1)));
    }

    [Fact]
    public void Should_keep_other_questions_when_a_server_woke_up()
    {
        _triage.Feed(Died(1, 7, A));

        Assert.Empty(_triage.Feed(new TriageInput.WokeUp(1)));
        Assert.False(Assert.Single(_triage.State.Questions).HasWokenUp);
    }

    [Fact]
    public void Should_find_nothing_when_a_silence_stays_without_proof()
    {
        _triage.Feed(Silence(1, [A]));

        Assert.Equal("resolve 1 server-stuck of none 0", _triage.Feed(new TriageInput.Conclude(Cut: true))[^1]);
        Assert.Empty(_triage.Findings);
        Assert.Equal(["server-stuck: the server stops answering (suspected: a)"], _triage.State.NotIsolated);
    }

    [Fact]
    public void Should_record_the_fewest_calls_that_show_it_together()
    {
        var calls = (FuzzCase[])[Given.Call("c"), Given.Call("d"), A, B];
        _triage.Feed(Died(1, 7, calls));
        _triage.Drain(script =>
            script.Calls.Any(call => call.Tool == "a") && script.Calls.Any(call => call.Tool == "b")
                ? Seen.Run(script).Dead(7)
                : Seen.Run(script)
        );

        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(["a", "b"], finding.Sequence.Select(call => call.Tool));
        Assert.Equal((null, new Reproduction(1, 1)), (finding.Tool, finding.Reproduced));
    }

    [Fact]
    public void Should_answer_with_an_unproved_finding_when_the_tool_was_questioned_often_enough()
    {
        var triage = SimulatedTriage.With(Given.Settings with { PerTool = 1 });
        triage.Feed(Died(1, 7, A));

        Assert.Equal(["tell crash of server, 1 known", "resolve 2 crash of none 0"], triage.Feed(Died(2, 8, B, A)));
        Assert.Equal(["start 4 Alone b0 3s", "start 5 Alone b0 3s"], triage.Feed(Died(3, 8, A, B)));

        var finding = triage.Findings[0];
        Assert.Equal((Severity.Medium, null, null), (finding.Severity, finding.Reproduced, finding.Input));
        Assert.Equal(["b", "a"], finding.Sequence.Select(call => call.Tool));
        Assert.Equal(["crash: the server exits: exit code 8 (suspected: a, b)"], triage.State.NotIsolated);
        Assert.Equal((1, 1), (triage.State.PerTool["a"], triage.State.PerTool["b"]));
    }

    [Fact]
    public void Should_count_no_tool_when_nothing_is_suspected()
    {
        _triage.Feed(new TriageInput.OnStream(Given.Noise("hello"), SceneOf()));

        Assert.Empty(_triage.State.PerTool);
        Assert.Single(_triage.State.Questions);
    }

    [Fact]
    public void Should_keep_the_call_of_a_reply_when_it_stays_without_proof()
    {
        _triage.Feed(new TriageInput.Conclude(Cut: true));

        Assert.Equal(
            ["tell internal-error of a, 1 known"],
            _triage.Feed(new TriageInput.Named(Given.Internal("a", "x"), A))
        );
        var finding = Assert.Single(_triage.Findings);
        Assert.Equal(("{}", null, Severity.Low), (finding.Input, finding.Reproduced, finding.Severity));
        Assert.Empty(finding.Sequence);
    }

    [Fact]
    public void Should_start_no_more_runs_when_the_budget_is_spent()
    {
        var triage = SimulatedTriage.With(duration: Given.Second);
        triage.Feed(Died(1, 7, A));

        Assert.Equal(
            ["tell crash of server, 1 known", "resolve 1 crash of none 0", "cancel 2", "cancel 3"],
            triage.Feed(Ended(1, Calm with { Took = 30 * Given.Second }))
        );
        Assert.Equal(30 * Given.Second, triage.State.Spent);
        Assert.Equal([2, 3], triage.State.Running.Keys);
        Assert.Equal(["tell crash of server, 2 known", "resolve 2 crash of none 0"], triage.Feed(Died(2, 8, A)));
    }

    [Fact]
    public void Should_still_decide_when_the_run_that_spends_the_budget_shows_it()
    {
        var triage = SimulatedTriage.With(duration: Given.Second);
        triage.Feed(Died(1, 7, A));

        Assert.Equal(
            ["tell crash of server, 1 known", "resolve 1 crash of none 0 resend", "cancel 2", "cancel 3"],
            triage.Feed(Ended(1, Calm.Dead(7) with { Took = 30 * Given.Second }))
        );
        Assert.Empty(triage.State.NotIsolated);
    }

    [Fact]
    public void Should_drop_what_was_merely_late_when_it_stays_without_proof()
    {
        _triage.Feed(new TriageInput.Overdue(1, A));

        Assert.Equal(
            ["cancel 1", "cancel 2", "cancel 3", "resolve 1 reply-lost of none 0"],
            _triage.Feed(new TriageInput.Conclude(Cut: true))
        );
        Assert.Empty(_triage.Findings);
        Assert.Equal(["reply-lost: no reply to the call (suspected: a)"], _triage.State.NotIsolated);
    }

    [Fact]
    public void Should_conclude_once_when_no_question_is_open_and_no_run_is_under_way()
    {
        _triage.Feed(Died(1, 7, A));

        Assert.Empty(_triage.Feed(End));
        Assert.Equal(
            ["tell crash of server, 1 known", "resolve 1 crash of none 0 resend", "cancel 2", "cancel 3"],
            _triage.Feed(Ended(1, Calm.Dead(7)))
        );
        Assert.Empty(_triage.Feed(Ended(2, AloneOf(A))));
        Assert.Equal(["concluded with 1, not isolated: "], _triage.Feed(Ended(3, AloneOf(A))));
        Assert.Empty(_triage.Feed(End));
        Assert.True(_triage.State.IsConcluded);
    }

    [Fact]
    public void Should_cancel_once_when_it_is_cut_short_twice()
    {
        _triage.Feed(new TriageInput.OnStream(Given.Noise("hello"), SceneOf()));

        Assert.Empty(_triage.Feed(End));
        Assert.Equal(
            ["cancel 1", "tell stdout-noise of server, 1 known"],
            _triage.Feed(new TriageInput.Conclude(Cut: true))
        );
        Assert.Empty(_triage.Feed(new TriageInput.Conclude(Cut: true)));
        Assert.Empty(_triage.Feed(new TriageInput.Conclude(Cut: false)));
        Assert.True(_triage.State.IsCut);
        Assert.Equal(
            [$"concluded with 1, not isolated: stdout-noise: {Given.Noise("hello").Title}"],
            _triage.Feed(Ended(1, Calm.NotOpened()))
        );
    }

    [Fact]
    public void Should_conclude_at_once_without_evidence() =>
        Assert.Equal(["concluded with 0, not isolated: "], _triage.Feed(End));

    [Fact]
    public void Should_start_a_waiting_run_when_a_server_is_free()
    {
        var triage = SimulatedTriage.With(Given.Settings with { Servers = 1 });
        Assert.Equal(["start 1 Control 3s"], triage.Feed(Died(1, 7, A)));
        Assert.Empty(triage.Feed(Died(2, 8, B)));

        Assert.Equal(["start 2 Alone a0 3s"], triage.Feed(Ended(1, Calm)));
    }

    [Fact]
    public void Should_settle_a_later_question_when_its_answer_comes_first()
    {
        _triage.Feed(Died(1, 7, A));
        _triage.Feed(new TriageInput.Named(Given.Internal("b", "x"), B));

        Assert.Equal(["start 4 InTurn b0 0s"], [Shown.Of(_triage.Effects[^1])]);
        Assert.Equal(
            ["tell internal-error of b, 1 known"],
            _triage.Feed(Ended(4, Seen.Run(_triage.State.Running[4]).Replying(Given.Internal("b", "x"))))
        );
        Assert.Single(_triage.State.Questions);
    }

    private static Observation Calm { get; } = Seen.Control(Given.Quiet);

    private static Observation AloneOf(FuzzCase call) => Seen.Alone(call, Given.Quiet);

    private static Scene SceneOf(params FuzzCase[] calls) => new(calls, [], Given.Quiet - Given.Settings.Quiet);

    private static TriageInput.Died Died(int evidence, int code, params FuzzCase[] calls) =>
        new(evidence, Given.Crash(code), SceneOf(calls));

    private static TriageInput.OnStream Streamed(FuzzCase call) => new(Given.Noise("hello"), SceneOf(call));

    private static TriageInput.Silent Silence(
        int evidence,
        IReadOnlyList<FuzzCase> unanswered,
        params FuzzCase[] lately
    ) => new(evidence, Given.CallTimeout, new Scene(unanswered, lately, Given.Second));

    private static TriageInput.RunEnded Ended(int run, Observation observation) => new(run, observation);

    private IEnumerable<string> ShownResolutions() => _triage.Effects.OfType<TriageEffect.Resolve>().Select(Shown.Of);

    private void FindCrashOf(FuzzCase call)
    {
        _triage.Feed(Died(1, 7, call));
        _triage.Drain(script => script.Mode is RunMode.Control ? Seen.Run(script) : Seen.Run(script).Dead(7));
        Assert.Equal(call.Tool, Assert.Single(_triage.Findings).Tool);
    }
}
