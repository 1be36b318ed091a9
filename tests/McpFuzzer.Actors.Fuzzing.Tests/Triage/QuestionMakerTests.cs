using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class QuestionMakerTests
{
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly Scene Scene = new([A, B], [Given.Call("d"), Given.Call("c")], 4 * Given.Second);

    private readonly QuestionMaker _maker = new(Given.Boundless);

    [Fact]
    public void Should_question_the_call_when_the_evidence_names_it()
    {
        var question = QuestionMaker.Of(new TriageInput.Named(Given.Internal("other", "x"), A));

        Assert.Equal((QuestionKind.Reply, "a"), (question.Kind, question.Candidate.Tool));
        Assert.Equal("a0", Show(question.Suspects));
        Assert.Equal(new FaultKey("internal-error", "x", "a"), question.Key);
    }

    [Fact]
    public void Should_suspect_the_last_calls_when_an_anomaly_is_on_the_stream()
    {
        var question = _maker.Of(new TriageInput.OnStream(Given.Noise("hello") with { Tool = "x" }, Scene));

        Assert.Equal((QuestionKind.Stream, null), (question.Kind, question.Candidate.Tool));
        Assert.Equal("b0 a0 d0 c0", Show(question.Suspects));
        Assert.Equal("c0 d0 a0 b0", Show(question.Sequence));
        Assert.Equal("a0 b0", Show(question.Unanswered));
        Assert.Equal(5 * Given.Second, question.Quiet);
        Assert.Equal(new FaultKey("stdout-noise", "hello", null), question.Key);
    }

    [Fact]
    public void Should_wait_for_the_answer_when_the_server_died()
    {
        var question = _maker.Of(new TriageInput.Died(7, Given.Crash(1, "x"), Scene));

        Assert.Equal((QuestionKind.Death, null), (question.Kind, question.Candidate.Tool));
        Assert.Equal([7], question.Evidence);
        Assert.Equal(5 * Given.Second, question.Quiet);
        Assert.Equal("b0 a0 d0 c0", Show(question.Suspects));
        Assert.Equal(new FaultKey("crash", "exit code 1", null), question.Key);
    }

    [Fact]
    public void Should_watch_no_longer_when_nothing_is_expected()
    {
        var question = QuestionMaker.Of(new TriageInput.Silent(5, 3 * Given.Second, Scene));

        Assert.Equal((QuestionKind.Silence, TimeSpan.Zero), (question.Kind, question.Quiet));
        Assert.Equal([5], question.Evidence);
        Assert.Equal(Candidates.ServerStuck(null, 3 * Given.Second, ""), question.Candidate);
        Assert.Equal("a0 b0", Show(question.Unanswered));
        Assert.Equal("a0 b0 d0 c0", Show(question.Suspects));
    }

    [Fact]
    public void Should_make_one_question_of_a_tool_when_its_calls_are_late()
    {
        var answered = QuestionMaker.Of(new TriageInput.Late(A, 4 * Given.Second));
        var late = QuestionMaker.Of(new TriageInput.Late(A, null));
        var overdue = QuestionMaker.Of(new TriageInput.Overdue(9, Given.Call("a", 1)));

        Assert.Equal((false, 4 * Given.Second), (answered.IsUnanswered, answered.LateReply));
        Assert.Equal((true, null), (late.IsUnanswered, late.LateReply));
        Assert.Equal((true, null), (overdue.IsUnanswered, overdue.LateReply));
        Assert.Equal([9], overdue.Evidence);
        Assert.Empty(late.Evidence);
        Assert.Equal([FaultKey.OfLateness("a")], new[] { answered.Key, late.Key, overdue.Key }.Distinct());
        Assert.NotEqual(FaultKey.OfLateness("b"), late.Key);
        Assert.Equal((Categories.ReplyLost, "a"), (late.Candidate.Category, late.Candidate.Tool));
        Assert.Equal(QuestionKind.Lateness, late.Kind);
    }

    [Fact]
    public void Should_count_a_late_call_once_when_questions_join()
    {
        var late = QuestionMaker.Of(new TriageInput.Late(A, null));
        var overdue = QuestionMaker.Of(new TriageInput.Overdue(9, A));
        var answered = QuestionMaker.Of(new TriageInput.Late(A, 4 * Given.Second));

        var joined = late.Join(overdue);

        Assert.Equal((1, true, null), (joined.Count, joined.IsUnanswered, joined.LateReply));
        Assert.Equal([9], joined.Evidence);
        Assert.Equal((true, 4 * Given.Second), (late.Join(answered).IsUnanswered, late.Join(answered).LateReply));
        Assert.Equal((true, 4 * Given.Second), (answered.Join(late).IsUnanswered, answered.Join(late).LateReply));
        Assert.False(answered.Join(answered).IsUnanswered);
        Assert.Equal(
            7 * Given.Second,
            answered.Join(QuestionMaker.Of(new TriageInput.Late(A, 7 * Given.Second))).LateReply
        );
    }

    [Fact]
    public void Should_add_evidence_when_other_questions_join()
    {
        var one = _maker.Of(new TriageInput.OnStream(Given.Noise("hello"), Scene));
        var again = _maker.Of(new TriageInput.OnStream(Given.Noise("hello"), new Scene([], [], TimeSpan.Zero)));

        var joined = one.Join(again).Join(again);

        Assert.Equal(3, joined.Count);
        Assert.Equal("b0 a0 d0 c0", Show(joined.Suspects));
    }

    [Fact]
    public void Should_answer_another_question_only_when_it_is_about_the_same_fault()
    {
        var late = QuestionMaker.Of(new TriageInput.Late(A, null));
        var silent = QuestionMaker.Of(new TriageInput.Silent(5, Given.Second, Scene));
        var died = _maker.Of(new TriageInput.Died(7, Given.Crash(1), Scene));
        var seen = _maker.Of(new TriageInput.OnStream(Given.Noise("hello"), Scene));
        var named = QuestionMaker.Of(new TriageInput.Named(Given.Internal("a", "x"), A));

        Assert.True(late.Answers(QuestionMaker.Of(new TriageInput.Overdue(9, A))));
        Assert.False(late.Answers(QuestionMaker.Of(new TriageInput.Overdue(9, Given.Call("a", 1)))));
        Assert.False(silent.Answers(silent));
        Assert.False(died.Answers(died));
        Assert.True(seen.Answers(seen));
        Assert.True(
            named.Answers(QuestionMaker.Of(new TriageInput.Named(Given.Internal("a", "x"), Given.Call("a", 1))))
        );
    }

    private static string Show(IEnumerable<FuzzCase> calls) => string.Join(" ", calls.Select(Shown.Of));
}
