using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class RunPlannerTests
{
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly FuzzCase C = Given.Call("c");
    private static readonly TriageState Empty = new() { Book = FindingBook.Create(null) };

    [Fact]
    public void Should_start_no_run_when_there_is_no_question() => Assert.Equal("", Missing(4, Empty));

    [Theory]
    [InlineData(1, "Control 3s")]
    [InlineData(3, "Control 3s; Alone a0 3s; Alone a0 3s")]
    [InlineData(9, "Control 3s; Alone a0 3s; Alone a0 3s; Alone b0 3s")]
    public void Should_start_as_many_runs_as_there_are_servers_for(int servers, string expected) =>
        Assert.Equal(expected, Missing(servers, Asked(Death(1, A, B))));

    [Fact]
    public void Should_start_the_first_run_of_each_question_before_the_second_of_any() =>
        Assert.Equal("Alone a0 0s; Alone b0 0s; Alone a0 0s", Missing(5, Asked(Late(A), Late(B))));

    [Fact]
    public void Should_share_the_control_when_two_questions_need_one() =>
        Assert.Equal(
            "Control 3s; Alone a0 3s; Alone b0 3s; Alone a0 3s; Alone b0 3s",
            Missing(9, Asked(Death(1, A), Death(2, B)))
        );

    [Fact]
    public void Should_start_a_control_of_its_own_when_the_other_is_shorter() =>
        Assert.Equal(
            "Control 3s; Control 4s; Alone a0 3s; Alone b0 4s; Alone a0 3s; Alone b0 4s",
            Missing(9, Asked(Death(1, A), Death(2, B) with { Quiet = 4 * Given.Second }))
        );

    // What is merely late takes as long as a lost reply is waited for, and two servers are kept free of that.
    [Theory]
    [InlineData(3, "Alone a0 0s; Control 3s; Alone c0 3s")]
    [InlineData(4, "Alone a0 0s; Alone b0 0s; Control 3s; Alone c0 3s")]
    [InlineData(5, "Alone a0 0s; Alone b0 0s; Control 3s; Alone a0 0s; Alone c0 3s")]
    [InlineData(9, "Alone a0 0s; Alone b0 0s; Control 3s; Alone a0 0s; Alone b0 0s; Alone c0 3s; Alone c0 3s")]
    public void Should_keep_two_servers_for_runs_that_do_not_take_long(int servers, string expected) =>
        Assert.Equal(expected, Missing(servers, Asked(Late(A), Late(B), Death(1, C))));

    [Fact]
    public void Should_count_long_runs_under_way_when_others_are_started()
    {
        var asked = Asked(Late(A), Death(1, C));
        var longer = RunScript.Alone(B, TimeSpan.Zero) with { MayTakeLong = true };

        Assert.Equal("Control 3s; Alone c0 3s", Missing(4, Running(asked, longer, longer)));
        Assert.Equal("Alone a0 0s; Control 3s; Alone c0 3s", Missing(4, Running(asked, longer)));
        Assert.Equal("Alone a0 0s; Control 3s; Alone a0 0s", Missing(5, Running(asked, Alone(B), Alone(B))));
    }

    [Fact]
    public void Should_drop_a_run_of_a_call_when_no_question_needs_it()
    {
        var (long1, short1) = (RunScript.Alone(A, Given.Quiet), RunScript.Alone(A, TimeSpan.Zero));
        var asked = Asked(Late(A));

        Assert.Equal([], Needless(Running(asked, short1, short1)));
        Assert.Equal([3], Needless(Running(asked, short1, short1, short1)));
        Assert.Equal([1, 2], Needless(Running(Empty, short1, long1)));
        Assert.Equal([], Needless(Running(Asked(Death(1, A)), long1, long1)));
        Assert.Equal([2], Needless(Running(Empty, short1, long1) with { Dropped = [1] }));
    }

    [Fact]
    public void Should_continue_a_control_without_a_question_until_the_campaign_has_no_more_evidence()
    {
        var control = RunScript.Control(Given.Quiet);
        var running = Running(Empty, control, new RunScript(RunMode.InTurn, [A], TimeSpan.Zero));

        Assert.Equal([], Needless(running));
        Assert.Equal([1], Needless(running with { IsConcluding = true }));
        Assert.Equal([], Needless(Running(Asked(Death(1, A)), control) with { IsConcluding = true }));
    }

    [Fact]
    public void Should_not_wait_for_a_run_under_way_that_was_dropped() =>
        Assert.Equal(
            "Alone a0 0s; Alone a0 0s",
            Missing(9, Running(Asked(Late(A)), RunScript.Alone(A, TimeSpan.Zero)) with { Dropped = [1] })
        );

    [Fact]
    public void Should_not_share_the_runs_of_calls_when_one_question_needs_two() =>
        Assert.Equal("Alone a0 0s; Alone a0 0s", Missing(9, Asked(Late(A))));

    [Fact]
    public void Should_count_each_run_under_way_as_one_when_a_question_needs_several()
    {
        var asked = Asked(Death(1, A, B));

        Assert.Equal(
            "Alone a0 3s; Alone b0 3s",
            Missing(9, Running(asked, RunScript.Control(Given.Quiet), RunScript.Alone(A, Given.Quiet)))
        );
        Assert.Equal("Alone b0 3s", Missing(4, Running(asked, RunScript.Control(Given.Quiet), Alone(A), Alone(A))));
    }

    [Fact]
    public void Should_not_count_a_run_under_way_that_is_too_short() =>
        Assert.Equal(
            "Alone a0 3s; Alone a0 3s",
            Missing(9, Running(Asked(Death(1, A)), RunScript.Control(Given.Quiet), RunScript.Alone(A, TimeSpan.Zero)))
        );

    [Fact]
    public void Should_not_wait_for_a_run_under_way_that_takes_much_longer() =>
        Assert.Equal(
            "Control 3s",
            Missing(2, Running(Asked(Death(1, A)), RunScript.Control(Given.Quiet * 2 + TimeSpan.FromTicks(1))))
        );

    [Fact]
    public void Should_start_no_run_when_all_servers_are_taken() =>
        Assert.Equal("", Missing(2, Running(Asked(Death(1, A), Confirmed(B)), Alone(C), Alone(C))));

    [Fact]
    public void Should_confirm_on_one_server_when_several_replies_are_in_question() =>
        Assert.Equal(
            "InTurn a0+b0 0s",
            Missing(4, Asked(Confirmed(A), Confirmed(B), Confirmed(A) with { Candidate = Given.Internal("a", "y") }))
        );

    [Fact]
    public void Should_confirm_after_what_is_isolated_when_there_is_room() =>
        Assert.Equal("Alone a0 0s; Alone a0 0s; InTurn b0 0s", Missing(4, Asked(Confirmed(B), Late(A))));

    [Fact]
    public void Should_not_confirm_when_there_is_no_room() =>
        Assert.Equal("Control 3s; Alone a0 3s; Alone a0 3s", Missing(3, Asked(Confirmed(B), Death(1, A))));

    [Fact]
    public void Should_wait_with_the_next_confirmation_when_one_is_under_way() =>
        Assert.Equal("", Missing(4, Running(Asked(Confirmed(B)), new RunScript(RunMode.InTurn, [A], TimeSpan.Zero))));

    [Fact]
    public void Should_confirm_beside_runs_of_other_modes() =>
        Assert.Equal("InTurn b0 0s", Missing(4, Running(Asked(Confirmed(B)), Alone(A))));

    [Fact]
    public void Should_confirm_no_more_than_fifty_on_one_server()
    {
        var asked = Asked([.. Enumerable.Range(0, 60).Select(index => Confirmed(Given.Call("a", index), $"{index}"))]);

        var batch = Assert.Single(new RunPlanner(Given.Settings).Missing(asked, Given.Policy()));

        Assert.Equal(
            Enumerable.Range(0, 50).Select(index => Given.Call("a", index).CaseId),
            batch.Calls.Select(call => call.CaseId)
        );
    }

    private static TriageState Asked(params Question[] questions) => Empty with { Questions = [.. questions] };

    private static TriageState Running(TriageState state, params RunScript[] scripts) =>
        state with
        {
            Running = state.Running.AddRange(scripts.Select((script, index) => KeyValuePair.Create(index + 1, script))),
        };

    private static RunScript Alone(FuzzCase call) => RunScript.Alone(call, Given.Quiet);

    private static Question Death(int code, params FuzzCase[] suspects) =>
        Given.Question(QuestionKind.Death, Given.Crash(code), suspects);

    private static Question Confirmed(FuzzCase call, string shape = "x") =>
        Given.Question(QuestionKind.Reply, Given.Internal(call.Tool, shape), call);

    private static Question Late(FuzzCase call) =>
        Given.Question(QuestionKind.Lateness, Candidates.ReplyLost(call.Tool, TimeSpan.Zero), call);

    private static IEnumerable<int> Needless(TriageState state) => RunPlanner.Needless(state, Given.Policy());

    private static string Missing(int servers, TriageState state) =>
        Shown.Of(new RunPlanner(Given.Settings with { Servers = servers }).Missing(state, Given.Policy()));
}
