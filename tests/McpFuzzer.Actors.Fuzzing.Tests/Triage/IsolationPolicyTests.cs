using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class IsolationPolicyTests
{
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly FuzzCase C = Given.Call("c");
    private static readonly FuzzCase D = Given.Call("d");
    private static readonly TimeSpan Quiet = Given.Quiet;
    private static readonly Candidate Noise = Given.Noise("hello");
    private static readonly Candidate OtherNoise = Given.Noise("good bye");
    private static readonly Observation Calm = Seen.Control(Quiet);

    [Fact]
    public void Should_confirm_beside_other_calls_first_when_a_reply_shows_it() =>
        Assert.Equal("needs InTurn a0 0s", Confirm());

    [Fact]
    public void Should_blame_the_call_when_one_rerun_shows_it_again() =>
        Assert.Equal("call internal-error 'x' of a by a0 1/1", Confirm(InTurn(Given.Internal("a", "x"))));

    [Fact]
    public void Should_run_the_call_alone_when_the_rerun_does_not_show_it() =>
        Assert.Equal("needs Alone a0 0s", Confirm(InTurn()));

    [Fact]
    public void Should_count_one_of_two_when_only_the_second_rerun_shows_it() =>
        Assert.Equal(
            "call internal-error 'x' of a by a0 1/2",
            Confirm(InTurn(), Seen.Alone(A, TimeSpan.Zero).Replying(Given.Internal("a", "x")))
        );

    [Fact]
    public void Should_keep_the_call_that_the_reply_names_when_no_rerun_shows_it() =>
        Assert.Equal("call internal-error 'x' of a by a0 0/2", Confirm(InTurn(), Seen.Alone(A, TimeSpan.Zero)));

    [Fact]
    public void Should_stop_isolating_when_the_server_does_not_open()
    {
        Assert.Equal("needs Alone a0 0s", Confirm(InTurn().NotOpened()));
        Assert.Equal(
            "call internal-error 'x' of a by a0 0/2",
            Confirm(InTurn().NotOpened(), Seen.Alone(A, TimeSpan.Zero).NotOpened())
        );
        Assert.Equal(
            "call internal-error 'x' of a by a0 1/2",
            Confirm(InTurn().NotOpened(), InTurn(Given.Internal("a", "x")))
        );
        Assert.Equal("needs InTurn a0 0s", Confirm(Seen.Alone(B, TimeSpan.Zero).NotOpened()));
    }

    [Fact]
    public void Should_recognise_another_fault_when_shape_or_category_differs()
    {
        var other = InTurn(
            Given.Internal("a", "y"),
            new Candidate(Categories.AcceptedInvalid, "a", "accepts", "accepts", "x")
        );

        Assert.Equal("needs Alone a0 0s", Confirm(other));
    }

    [Fact]
    public void Should_count_a_line_of_the_stream_when_it_names_the_call()
    {
        var run = InTurn() with { Calls = [Seen.Replied(A, Quiet) with { Named = [Given.Internal("a", "x")] }] };

        Assert.Equal("call internal-error 'x' of a by a0 1/1", Confirm(run));
    }

    [Fact]
    public void Should_ignore_the_runs_of_other_calls_when_a_reply_is_confirmed() =>
        Assert.Equal(
            "needs InTurn a0 0s",
            Confirm(Seen.Alone(B, TimeSpan.Zero).Replying(Given.Internal("a", "x")), Seen.Alone(B, TimeSpan.Zero))
        );

    [Theory]
    [InlineData(QuestionKind.Stream)]
    [InlineData(QuestionKind.Death)]
    internal void Should_request_a_control_and_two_runs_of_the_likeliest_when_no_run_was_made(QuestionKind kind) =>
        Assert.Equal(
            "needs Control 3s; Alone a0 3s; Alone a0 3s; Alone b0 3s; Alone c0 3s",
            Next(Given.Question(kind, Noise, A, B, C, D), [])
        );

    [Fact]
    public void Should_wait_as_long_as_a_lost_reply_and_isolate_only_calls_without_a_reply_when_nothing_comes()
    {
        var question = Given.Question(QuestionKind.Silence, Stuck, A, B, C) with { Unanswered = [B, A] };

        Assert.Equal("needs Control 11s; Alone a0 0s; Alone a0 0s; Alone b0 0s", Next(question, []));
    }

    [Fact]
    public void Should_isolate_calls_with_a_reply_when_every_other_suspect_is_cleared()
    {
        var question = Given.Question(QuestionKind.Silence, Stuck, A, B, C) with { Unanswered = [A] };

        Assert.Equal(
            "needs Alone b0 0s; Alone b0 0s",
            Next(question, [Seen.Control(Given.Thresholds.LostAfter), Seen.Alone(A, TimeSpan.Zero)])
        );
    }

    [Theory]
    [InlineData(QuestionKind.Stream, "server stdout-noise 'hello' of server by - 1/1")]
    [InlineData(QuestionKind.Death, "server crash 'exit code 7' of server by - 1/1")]
    [InlineData(QuestionKind.Silence, "server server-stuck '' of server by - 1/1")]
    internal void Should_blame_the_server_when_the_control_shows_it(QuestionKind kind, string expected)
    {
        var control = Seen.Control(Given.Thresholds.LostAfter);
        var showing = kind switch
        {
            QuestionKind.Stream => control.With(Noise),
            QuestionKind.Death => control.Dead(7),
            _ => control.Silent(),
        };

        Assert.Equal(expected, Next(Given.Question(kind, CandidateOf(kind), A, B), [showing]));
    }

    [Fact]
    public void Should_blame_the_server_when_the_control_closes_its_stdout()
    {
        var question = Given.Question(QuestionKind.Death, Given.Crash(1), A);

        Assert.Equal("server server-stuck 'stdout closed' of server by - 1/1", Next(question, [Calm.Closed()]));
    }

    [Fact]
    public void Should_keep_the_last_output_of_the_run_when_it_shows_the_end()
    {
        var question = Given.Question(QuestionKind.Death, Given.Crash(1), A);

        var crash = Assert.IsType<Verdict.Servers>(Decided(question, Calm.Dead(7))).Candidate;
        var closed = Assert.IsType<Verdict.Servers>(Decided(question, Calm.Closed())).Candidate;

        Assert.Equal(("its last words", "its last words"), (crash.StderrTail, closed.StderrTail));
    }

    [Fact]
    public void Should_not_accept_a_shorter_control_when_the_fault_showed_later() =>
        Assert.Equal(
            "needs Control 3s; Alone a0 3s; Alone a0 3s",
            Next(Streamed(A), [Seen.Control(Quiet - TimeSpan.FromTicks(1)).With(Noise)])
        );

    [Fact]
    public void Should_show_nothing_when_a_control_did_not_open() =>
        Assert.Equal("needs Alone a0 3s; Alone a0 3s", Next(Streamed(A), [Calm.With(Noise).NotOpened()]));

    [Fact]
    public void Should_ignore_a_control_when_it_shows_another_category() =>
        Assert.Equal("needs Alone a0 3s; Alone a0 3s", Next(Streamed(A), [Calm.With(Given.InvalidRpc("a batch"))]));

    [Theory]
    [InlineData(QuestionKind.Stream)]
    [InlineData(QuestionKind.Death)]
    [InlineData(QuestionKind.Silence)]
    internal void Should_request_no_second_run_of_a_suspect_when_the_first_showed_nothing(QuestionKind kind)
    {
        var question = Given.Question(kind, CandidateOf(kind), A, B);
        var runs = (Observation[])[Seen.Control(Given.Thresholds.LostAfter), Seen.Alone(A, Quiet)];
        var quiet = kind is QuestionKind.Silence ? "0s" : "3s";

        Assert.Equal($"needs Alone b0 {quiet}; Alone b0 {quiet}", Next(question, runs));
    }

    [Fact]
    public void Should_request_the_missing_runs_when_a_suspect_showed_it_once() =>
        Assert.Equal(
            "needs Alone a0 3s; Alone b0 3s; Alone c0 3s",
            Next(Streamed(A, B, C), [Calm, Shows(A), Shows(B)])
        );

    [Fact]
    public void Should_prove_a_suspect_that_showed_it_when_likelier_ones_are_still_tried() =>
        Assert.Equal(
            "needs Alone a0 3s; Alone a0 3s; Alone b0 3s; Alone c0 3s",
            Next(Streamed(A, B, C), [Calm, Shows(C)])
        );

    [Fact]
    public void Should_blame_a_suspect_that_is_proved_when_likelier_ones_are_still_tried() =>
        Assert.Equal("call stdout-noise 'hello' of c by c0 2/2", Next(Streamed(A, C), [Calm, Shows(C), Shows(C)]));

    [Fact]
    public void Should_wait_for_likelier_suspects_that_showed_it_when_another_is_proved()
    {
        Assert.Equal("needs Alone a0 3s", Next(Streamed(A, C), [Calm, Shows(A), Shows(C), Shows(C)]));
        Assert.Equal(
            "needs Alone a0 3s; Alone b0 3s",
            Next(Streamed(A, B, C), [Calm, Shows(A), Shows(B), Shows(C), Shows(C)])
        );
    }

    [Fact]
    public void Should_clear_a_suspect_when_one_run_of_two_showed_nothing() =>
        Assert.Equal("needs Alone b0 3s; Alone b0 3s", Next(Streamed(A, B), [Calm, Shows(A), Seen.Alone(A, Quiet)]));

    [Fact]
    public void Should_isolate_no_more_suspects_than_the_settings_allow() =>
        Assert.Equal(
            "needs Control 3s; Alone a0 3s; Alone a0 3s; Alone b0 3s",
            Shown.Of(Given.Policy(Given.Settings with { Suspects = 2 }).Next(Streamed(A, B, C), [], []))
        );

    [Fact]
    public void Should_wait_for_the_control_when_a_suspect_showed_it_in_two_of_two() =>
        Assert.Equal("needs Control 3s", Next(Streamed(A, B), [Shows(A), Shows(A)]));

    [Fact]
    public void Should_blame_the_call_when_it_showed_in_two_of_two() =>
        Assert.Equal(
            "call stdout-noise 'hello' of a by a0 2/2",
            Next(Streamed(B, A), [Calm, Seen.Alone(B, Quiet), Shows(A), Shows(A)])
        );

    [Fact]
    public void Should_not_count_shorter_runs_when_the_fault_showed_later() =>
        Assert.Equal(
            "needs Alone a0 3s; Alone a0 3s",
            Next(Streamed(A), [Calm, Seen.Alone(A, TimeSpan.Zero), Seen.Alone(A, TimeSpan.Zero).With(Noise)])
        );

    [Fact]
    public void Should_run_another_tool_when_a_call_shows_an_anomaly_on_the_stream() =>
        Assert.Equal(
            "needs Together b1+c1 3s",
            Next(Streamed(A), [Calm, Shows(A), Shows(A)], Given.Call("a", 1), Given.Call("b", 1), Given.Call("c", 1))
        );

    [Fact]
    public void Should_blame_the_server_when_another_tool_shows_it_too() =>
        Assert.Equal(
            "server stdout-noise 'hello' of server by a0 3/3",
            Next(Streamed(A), [Calm, Shows(A), Shows(A), Seen.Together(Quiet, B).With(OtherNoise)], A, B, C)
        );

    [Fact]
    public void Should_blame_the_call_when_another_tool_does_not_show_it() =>
        Assert.Equal(
            "call stdout-noise 'hello' of a by a0 2/2",
            Next(Streamed(A), [Calm, Shows(A), Shows(A), Seen.Together(Quiet, B, C)], A, B, C)
        );

    [Theory]
    [InlineData(QuestionKind.Death, "call crash 'exit code 7' of a by a0 2/2")]
    [InlineData(QuestionKind.Silence, "call server-stuck '' of a by a0 2/2")]
    internal void Should_run_no_other_tool_when_a_call_ends_the_server(QuestionKind kind, string expected)
    {
        var alone = Seen.Alone(A, Quiet);
        var showing = kind is QuestionKind.Death ? alone.Dead(7) : alone.Silent();

        Assert.Equal(
            expected,
            Next(
                Given.Question(kind, CandidateOf(kind), A),
                [Seen.Control(Given.Thresholds.LostAfter), showing, showing],
                B
            )
        );
    }

    [Theory]
    [InlineData(false, QuestionKind.Death, "call crash 'exit code 7, not Unicode' of a by a0 2/2")]
    [InlineData(true, QuestionKind.Death, "call crash 'exit code 7' of a by a0 2/2")]
    [InlineData(false, QuestionKind.Stream, "call stdout-noise 'hello' of a by a0 2/2")]
    internal void Should_belong_to_the_line_when_a_text_that_is_not_Unicode_ends_the_server(
        bool isUnicode,
        QuestionKind kind,
        string expected
    )
    {
        var call = A with { IsUnicode = isUnicode };
        var run = Seen.Alone(call, Quiet).Dead(7).With(Noise);

        Assert.Equal(expected, Next(Given.Question(kind, CandidateOf(kind), call), [Calm, run, run]));
    }

    [Fact]
    public void Should_take_the_same_text_when_several_lines_came()
    {
        var run = Seen.Alone(A, Quiet).With(Given.InvalidRpc("a batch"), OtherNoise, Noise);

        Assert.Equal("call stdout-noise 'hello' of a by a0 2/2", Next(Streamed(A), [Calm, run, run]));
    }

    [Fact]
    public void Should_take_the_other_text_when_the_same_did_not_come()
    {
        var run = Seen.Alone(A, Quiet) with
        {
            Calls = [Seen.Replied(A, Quiet) with { Named = [Given.InvalidRpc("a batch"), OtherNoise] }],
        };

        Assert.Equal("call stdout-noise 'good bye' of a by a0 2/2", Next(Streamed(A), [Calm, run, run]));
    }

    [Fact]
    public void Should_run_the_calls_together_twice_when_none_shows_it_alone() =>
        Assert.Equal(
            "needs Together b0+a0 3s; Together b0+a0 3s",
            Next(Streamed(A, B), [Calm, Seen.Alone(A, Quiet), Seen.Alone(B, Quiet)])
        );

    [Fact]
    public void Should_run_the_calls_together_once_more_when_they_ran_once() =>
        Assert.Equal(
            "needs Together b0+a0 3s",
            Next(Streamed(A, B), [Calm, Seen.Alone(A, Quiet), Seen.Alone(B, Quiet), Seen.Together(Quiet, B, A)])
        );

    [Fact]
    public void Should_have_no_culprit_when_the_calls_do_not_show_it_together() =>
        Assert.Equal(
            "unattributed 0/4",
            Next(
                Streamed(A, B),
                [
                    Calm,
                    Seen.Alone(A, Quiet),
                    Seen.Alone(B, Quiet),
                    Seen.Alone(C, Quiet),
                    Seen.Together(Quiet, B, A),
                    Seen.Together(Quiet, B, A),
                ]
            )
        );

    [Fact]
    public void Should_report_how_often_of_how_many_when_only_two_calls_together_show_it() =>
        Assert.Equal(
            "unattributed 1/2 of b0+a0",
            Next(
                Streamed(A, B),
                [
                    Calm,
                    Seen.Alone(A, Quiet),
                    Seen.Alone(B, Quiet),
                    Seen.Together(Quiet, B, A),
                    Seen.Together(Quiet, B, A).With(Noise),
                ]
            )
        );

    [Fact]
    public void Should_run_both_halves_when_all_calls_show_it_together() =>
        Assert.Equal("needs Together c0+a0 3s; Together d0+b0 3s", Next(Narrowed, Whole));

    [Fact]
    public void Should_run_the_missing_half_when_the_other_was_run() =>
        Assert.Equal("needs Together c0+a0 3s", Next(Narrowed, [.. Whole, Seen.Together(Quiet, D, B).With(Noise)]));

    [Fact]
    public void Should_name_the_whole_sequence_when_neither_half_shows_it() =>
        Assert.Equal(
            "unattributed 2/2 of d0+b0+c0+a0",
            Next(Narrowed, [.. Whole, Seen.Together(Quiet, D, B), Seen.Together(Quiet, C, A)])
        );

    [Fact]
    public void Should_halve_on_when_one_half_shows_it()
    {
        var halves = (Observation[])[.. Whole, Seen.Together(Quiet, D, B).With(Noise), Seen.Together(Quiet, C, A)];

        Assert.Equal("needs Alone d0 3s", Next(Narrowed, halves));
        Assert.Equal("unattributed 1/1 of d0+b0", Next(Narrowed, [.. halves, Seen.Alone(D, Quiet)]));
    }

    [Fact]
    public void Should_take_the_later_half_when_both_show_it() =>
        Assert.Equal(
            "unattributed 1/1 of c0+a0",
            Next(
                Narrowed,
                [
                    .. Whole,
                    Seen.Together(Quiet, D, B).With(Noise),
                    Seen.Together(Quiet, C, A).With(Noise),
                    Seen.Alone(C, Quiet),
                ]
            )
        );

    // More calls led to it than are tried alone: the last suspect is one of those that were not.
    [Fact]
    public void Should_blame_the_call_that_is_left_when_it_shows_it_twice()
    {
        var halves = (Observation[])[.. Whole, Seen.Together(Quiet, D, B).With(Noise), Seen.Together(Quiet, C, A)];

        Assert.Equal("needs Alone d0 3s", Next(Narrowed, [.. halves, Shows(D)]));
        Assert.Equal("call stdout-noise 'hello' of d by d0 2/2", Next(Narrowed, [.. halves, Shows(D), Shows(D)]));
        Assert.Equal("unattributed 1/2 of d0", Next(Narrowed, [.. halves, Shows(D), Seen.Alone(D, Quiet)]));
        Assert.Equal("needs Together a0 3s", Next(Narrowed, [.. halves, Shows(D), Shows(D)], A));
    }

    [Theory]
    [InlineData(QuestionKind.Stream)]
    [InlineData(QuestionKind.Silence)]
    internal void Should_be_harmless_when_the_server_woke_up(QuestionKind kind) =>
        Assert.Equal(
            "harmless",
            Next(Given.Question(kind, CandidateOf(kind), A) with { HasWokenUp = true }, [Calm.With(Noise)])
        );

    [Fact]
    public void Should_not_accept_a_run_for_another_when_it_is_shorter_or_holds_more_calls()
    {
        var blamed = (Observation[])[Calm, Shows(A), Shows(A)];
        const string missing = "needs Together b0+c0 3s";

        Assert.Equal(missing, Next(Streamed(A), [.. blamed, Seen.Together(Quiet, A, B)], A, B, C));
        Assert.Equal(missing, Next(Streamed(A), [.. blamed, Seen.Together(Given.Second, B, C)], A, B, C));
        Assert.Equal(missing, Next(Streamed(A), [.. blamed, Seen.Together(Quiet)], A, B, C));
        Assert.Equal(missing, Next(Streamed(A), [.. blamed, Seen.Alone(B, Quiet)], A, B, C));
    }

    [Fact]
    public void Should_not_run_a_single_call_together_with_itself() =>
        Assert.Equal(
            "unattributed 0/2",
            Next(Streamed(A), [Calm, Seen.Alone(A, Quiet), Seen.Alone(A, Quiet), Seen.Alone(B, Quiet)])
        );

    [Fact]
    public void Should_have_no_culprit_when_no_call_was_in_flight() =>
        Assert.Equal("unattributed 0/0", Next(Streamed(), [Calm, Seen.Alone(B, Quiet)]));

    [Theory]
    [InlineData(4, 6, "harmless")]
    [InlineData(4, 5.9, "unattributed 0/6")]
    [InlineData(10, 0, "harmless")]
    public void Should_be_harmless_when_calls_one_by_one_take_as_long_as_the_silence(
        double first,
        double second,
        string expected
    )
    {
        var question = Given.Question(QuestionKind.Silence, Stuck, A, B, C) with { Unanswered = [A, B] };

        Assert.Equal(
            expected,
            Next(
                question,
                [
                    Seen.Control(Given.Thresholds.LostAfter),
                    Seen.Alone(A, TimeSpan.Zero).After(first * Given.Second),
                    Seen.Alone(A, TimeSpan.Zero).After(Given.Second),
                    Seen.Alone(B, TimeSpan.Zero).After(second * Given.Second),
                    Seen.Alone(C, TimeSpan.Zero).After(30 * Given.Second),
                    Seen.Together(TimeSpan.Zero, C, B, A).After(30 * Given.Second),
                    Seen.Together(TimeSpan.Zero, C, B, A).After(30 * Given.Second),
                ]
            )
        );
    }

    [Fact]
    public void Should_not_be_harmless_when_a_call_has_no_reply_alone()
    {
        var question = Given.Question(QuestionKind.Silence, Stuck, A) with { Unanswered = [A] };
        var unanswered = Seen.Alone(A, TimeSpan.Zero).Unanswered();

        Assert.Equal("unattributed 0/1", Next(question, [Seen.Control(Given.Thresholds.LostAfter), unanswered]));
    }

    [Fact]
    public void Should_not_be_harmless_when_slow_calls_cause_an_anomaly_on_the_stream() =>
        Assert.Equal(
            "unattributed 0/1",
            Next(Streamed(A) with { Unanswered = [A] }, [Calm, Seen.Alone(A, Quiet).After(30 * Given.Second)])
        );

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Should_not_be_silent_when_a_run_ended_or_showed_life(bool showsLife, bool died, bool closed)
    {
        var alone = Seen.Alone(A, TimeSpan.Zero);
        var run = (
            died ? alone.Dead(1)
            : closed ? alone.Closed()
            : alone
        ) with
        {
            ShowsLife = showsLife,
        };

        Assert.Equal(
            "unattributed 0/1",
            Next(Given.Question(QuestionKind.Silence, Stuck, A), [Seen.Control(Given.Thresholds.LostAfter), run])
        );
    }

    private static Candidate Stuck => Candidates.ServerStuck(null, Given.CallTimeout, "");

    private static Candidate CandidateOf(QuestionKind kind) =>
        kind switch
        {
            QuestionKind.Stream => Noise,
            QuestionKind.Death => Given.Crash(1),
            _ => Stuck,
        };

    // Every call but the last to be tried is innocent alone, and all of them together show it.
    private static Question Narrowed => Streamed(A, C, B) with { Sequence = [D, B, C, A] };

    private static Observation[] Whole =>
        [
            Calm,
            Seen.Alone(A, Quiet),
            Seen.Alone(B, Quiet),
            Seen.Alone(C, Quiet),
            Seen.Together(Quiet, D, B, C, A).With(Noise),
            Seen.Together(Quiet, D, B, C, A).With(Noise),
        ];

    private static Question Streamed(params FuzzCase[] suspects) =>
        Given.Question(QuestionKind.Stream, Noise, suspects);

    private static Observation Shows(FuzzCase call) => Seen.Alone(call, Quiet).With(Noise);

    private static Observation InTurn(params Candidate[] shown) =>
        Seen.Run(new RunScript(RunMode.InTurn, [B, A], TimeSpan.Zero)) with
        {
            Calls = [Seen.Replied(B, Quiet), Seen.Replied(A, Quiet, shown)],
        };

    private static string Confirm(params Observation[] seen) =>
        Next(Given.Question(QuestionKind.Reply, Given.Internal("a", "x"), A), seen);

    private static string Next(Question question, Observation[] seen, params FuzzCase[] samples) =>
        Shown.Of(Given.Policy().Next(question, seen, samples));

    private static Verdict Decided(Question question, params Observation[] seen) =>
        Assert.IsType<IsolationStep.Decided>(Given.Policy().Next(question, seen, [])).Verdict;
}
