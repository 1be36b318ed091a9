using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class LatenessPolicyTests
{
    private const string Harmless = "harmless";
    private const string Slow = "call reply-slow '' of a by a0 2/2";
    private const string Lost = "call reply-lost '' of a by a0 2/2";
    private const string Stuck = "call server-stuck '' of a by a0 2/2";

    private static readonly FuzzCase A = Given.Call("a");
    private static readonly LatenessPolicy Policy = new(Given.Thresholds);
    private static readonly Observation Control = Seen.Control(Given.Thresholds.LostAfter);

    // The table of the policy: of two runs the milder one counts.
    [Theory]
    [InlineData("in-time", "in-time", Harmless)]
    [InlineData("in-time", "dead", Harmless)]
    [InlineData("late", "in-time", Harmless)]
    [InlineData("not-opened", "dead", Harmless)]
    [InlineData("no-calls", "dead", Harmless)]
    [InlineData("late", "late", Slow)]
    [InlineData("late", "lost", Slow)]
    [InlineData("at-work", "at-work", Slow)]
    [InlineData("at-work", "lost", Slow)]
    [InlineData("late", "at-work", Slow)]
    [InlineData("lost", "lost", Lost)]
    [InlineData("stuck", "lost", Lost)]
    [InlineData("lost", "dead", Lost)]
    [InlineData("stuck", "stuck", Stuck)]
    [InlineData("stuck", "dead", Stuck)]
    [InlineData("dead", "dead", "call crash 'exit code 7' of a by a0 2/2")]
    [InlineData("closed", "closed", "call server-stuck 'stdout closed' of a by a0 2/2")]
    public void Should_take_the_milder_run_when_two_were_made(string first, string second, string expected)
    {
        Assert.Equal(expected, Next(Unanswered, Control, Run(first), Run(second)));
        Assert.Equal(expected, Next(Unanswered, Run(second), Run(first), Control));
    }

    [Fact]
    public void Should_take_the_finding_of_the_reply_when_it_is_late_in_both()
    {
        var verdict = Decided(Unanswered, Control, Run("late"), Run("late"));

        Assert.Equal("The reply took 2.1s.", verdict.Candidate.Detail);
    }

    [Theory]
    [InlineData("at-work", "No reply within 11s, but the server reported progress on the call.")]
    [InlineData("lost", "No reply within 11s. A reply counts as lost")]
    [InlineData("stuck", "No reply within 11s, and none to the requests that check")]
    public void Should_report_the_wait_when_no_reply_came(string run, string detail) =>
        Assert.StartsWith(
            detail,
            Decided(Unanswered, Control, Run(run), Run(run)).Candidate.Detail,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("dead")]
    [InlineData("closed")]
    [InlineData("stuck")]
    public void Should_keep_the_last_output_of_a_run(string run)
    {
        var seen = Run(run) with { StderrTail = "its last words" };

        Assert.Equal("its last words", Decided(Unanswered, Control, seen, seen).Candidate.StderrTail);
    }

    [Theory]
    [InlineData(2_000, Harmless)]
    [InlineData(2_001, Slow)]
    public void Should_be_late_when_a_reply_takes_longer_than_the_threshold(int milliseconds, string expected)
    {
        var elapsed = TimeSpan.FromMilliseconds(milliseconds);
        var run = Seen.Alone(A, TimeSpan.Zero) with { Calls = [Seen.Replied(A, elapsed, Given.Slow("a", elapsed))] };

        Assert.Equal(expected, Next(Answered, run, run));
    }

    [Fact]
    public void Should_request_a_control_and_two_runs_when_there_is_no_reply() =>
        Assert.Equal("needs Control 11s; Alone a0 0s; Alone a0 0s", Next(Unanswered));

    [Fact]
    public void Should_request_two_runs_when_the_reply_came_late() =>
        Assert.Equal("needs Alone a0 0s; Alone a0 0s", Next(Answered));

    [Fact]
    public void Should_request_no_control_when_the_reply_came_after_all() =>
        Assert.Equal("needs Alone a0 0s; Alone a0 0s", Next(Unanswered with { LateReply = 4 * Given.Second }));

    [Theory]
    [InlineData("lost")]
    [InlineData("late")]
    public void Should_request_a_second_run_when_one_was_not_in_time(string run)
    {
        Assert.Equal("needs Alone a0 0s", Next(Unanswered, Control, Run(run)));
        Assert.Equal("needs Control 11s; Alone a0 0s", Next(Unanswered, Run(run)));
    }

    [Fact]
    public void Should_blame_the_load_when_the_first_run_is_in_time() =>
        Assert.Equal(Harmless, Next(Unanswered, Run("in-time")));

    [Fact]
    public void Should_blame_the_server_when_the_control_shows_no_life_either() =>
        Assert.Equal(
            "server server-stuck '' of server by - 1/1",
            Next(Unanswered, Control.Silent(), Run("stuck"), Run("stuck"))
        );

    [Theory]
    [InlineData("lost", Lost)]
    [InlineData("late", Slow)]
    public void Should_ignore_the_control_when_a_run_shows_life(string run, string expected) =>
        Assert.Equal(expected, Next(Unanswered, Control.Silent(), Run(run), Run(run)));

    [Fact]
    public void Should_blame_the_call_when_the_control_did_not_open() =>
        Assert.Equal(Stuck, Next(Unanswered, Control.NotOpened(), Run("stuck"), Run("stuck")));

    [Fact]
    public void Should_wait_for_the_control_when_both_runs_show_no_life() =>
        Assert.Equal("needs Control 11s", Next(Unanswered, Run("stuck"), Run("stuck")));

    [Fact]
    public void Should_not_wait_for_the_control_when_the_runs_decide_without_it() =>
        Assert.Equal(Lost, Next(Unanswered, Run("lost"), Run("lost")));

    [Fact]
    public void Should_not_accept_a_shorter_control_when_it_shows_no_life()
    {
        var shorter = Seen.Control(Given.Thresholds.LostAfter - TimeSpan.FromTicks(1)).Silent();

        Assert.Equal("needs Control 11s", Next(Unanswered, shorter, Run("stuck"), Run("stuck")));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("at-work")]
    [InlineData("stuck")]
    [InlineData("dead")]
    public void Should_be_slow_and_not_lost_when_the_reply_came_after_all(string run)
    {
        var answered = Unanswered with { LateReply = 14 * Given.Second };
        var verdict = Decided(answered, Run(run), Run(run));

        Assert.Equal("call reply-slow '' of a by a0 1/1", Shown.Of(verdict));
        Assert.Equal("The reply took 14s.", verdict.Candidate.Detail);
    }

    [Fact]
    public void Should_count_both_runs_when_they_are_late_and_the_reply_came_after_all() =>
        Assert.Equal(Slow, Next(Unanswered with { LateReply = 14 * Given.Second }, Run("late"), Run("lost")));

    [Fact]
    public void Should_ignore_the_runs_of_other_calls_and_modes_when_a_call_is_late() =>
        Assert.Equal(
            "needs Alone a0 0s; Alone a0 0s",
            Next(
                Answered,
                Seen.Alone(Given.Call("b"), TimeSpan.Zero),
                Seen.Alone(Given.Call("a", 1), TimeSpan.Zero),
                Seen.Run(new RunScript(RunMode.InTurn, [A], TimeSpan.Zero)),
                Seen.Together(TimeSpan.Zero, A)
            )
        );

    private static Question Unanswered =>
        new()
        {
            Kind = QuestionKind.Lateness,
            Candidate = Candidates.ReplyLost("a", TimeSpan.Zero),
            Suspects = [A],
            IsUnanswered = true,
        };

    private static Question Answered => Unanswered with { IsUnanswered = false };

    private static Observation Run(string how)
    {
        var alone = Seen.Alone(A, TimeSpan.Zero);
        var late = Given.Thresholds.SlowAfter + TimeSpan.FromMilliseconds(100);
        return how switch
        {
            "in-time" => alone,
            "not-opened" => alone.NotOpened(),
            "no-calls" => alone with { Calls = [], ShowsLife = false },
            "late" => alone with { Calls = [Seen.Replied(A, late, Given.Internal("a", "x"), Given.Slow("a", late))] },
            "at-work" => alone.Unanswered(progressed: true),
            "lost" => alone.Unanswered(),
            "stuck" => alone.Silent(),
            "dead" => alone.Dead(7),
            "closed" => alone.Closed(),
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
    }

    private static string Next(Question question, params Observation[] seen) => Shown.Of(Policy.Next(question, seen));

    private static Verdict.Call Decided(Question question, params Observation[] seen) =>
        Assert.IsType<Verdict.Call>(Assert.IsType<IsolationStep.Decided>(Policy.Next(question, seen)).Verdict);
}
