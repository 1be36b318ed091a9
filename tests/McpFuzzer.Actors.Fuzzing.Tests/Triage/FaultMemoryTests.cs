using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class FaultMemoryTests
{
    private static readonly FuzzCase A = Given.Call("a");
    private static readonly FuzzCase B = Given.Call("b");
    private static readonly TriageState Empty = new() { Book = FindingBook.Create(null) };

    private readonly FaultMemory _memory = new(Given.Settings);

    [Fact]
    public void Should_know_no_fault_before_a_decision() => Assert.Null(_memory.Find(Empty, Death(A)));

    [Fact]
    public void Should_recognise_the_suspect_that_shows_a_fault() =>
        Assert.Equal("a", _memory.Find(FindCrash(A), Death(B, A))?.Candidate.Tool);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Should_know_a_fault_without_a_suspect_when_it_was_isolated_often_enough(int times, bool isKnown)
    {
        var state = Enumerable
            .Range(0, times)
            .Aggregate(Empty, (state, _) => FaultMemory.Learn(state, Stream(A), Stream(A).Candidate, "a", false));

        var found = _memory.Find(state, Stream(B));

        Assert.Equal((isKnown, null), (found is not null, found?.Candidate.Tool));
    }

    [Fact]
    public void Should_isolate_the_end_of_a_server_when_another_tool_is_suspected()
    {
        var state = Learned(Death(A), "a");
        state = FaultMemory.Learn(state, Death(B), Death(B).Candidate, "b", isServers: false);

        Assert.Null(_memory.Find(state, Death(Given.Call("c"))));
        Assert.Equal(["a", "b"], state.Known[Death(A).Key].Tools.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, state.Known[Death(A).Key].Isolated);
    }

    [Fact]
    public void Should_isolate_a_silence_when_another_tool_is_suspected()
    {
        var silence = Given.Question(QuestionKind.Silence, Candidates.ServerStuck(null, Given.Second, ""), A);
        var state = FaultMemory.Learn(Learned(silence, "a"), silence, silence.Candidate, "b", isServers: false);

        Assert.Null(_memory.Find(state, silence with { Suspects = [Given.Call("c")] }));
    }

    [Fact]
    public void Should_keep_what_each_tool_showed_when_they_show_it_in_several_ways()
    {
        var state = FaultMemory.Learn(Empty, Death(A), Given.Crash(1, "a"), "a", isServers: false);
        state = FaultMemory.Learn(state, Death(B), Given.Crash(2, "b"), "b", isServers: false);

        Assert.Equal(Given.Crash(1, "a"), _memory.Find(state, Death(A))?.Candidate);
        Assert.Equal(Given.Crash(2, "b"), _memory.Find(state, Death(B))?.Candidate);
    }

    [Fact]
    public void Should_know_a_fault_of_the_server_for_any_suspect()
    {
        var state = FaultMemory.Learn(Empty, Death(A), Given.Crash(1), null, isServers: true);
        var found = _memory.Find(state, Death(B));

        Assert.Equal((true, null), (found?.Fault.IsServers, found?.Candidate.Tool));
    }

    [Fact]
    public void Should_remain_a_fault_of_the_server_once_it_was_one()
    {
        var state = FaultMemory.Learn(Empty, Death(A), Given.Crash(1), null, isServers: true);
        state = FaultMemory.Learn(state, Death(A), Given.Crash(1), "a", isServers: false);

        Assert.True(state.Known[Death(A).Key].IsServers);
        Assert.False(Learned(Death(A), "a").Known[Death(A).Key].IsServers);
    }

    [Fact]
    public void Should_keep_the_tools_when_a_later_fault_has_no_culprit()
    {
        var state = FaultMemory.Learn(Learned(Death(A), "a"), Death(A), Given.Crash(1), null, isServers: false);

        Assert.Equal(["a"], state.Known[Death(A).Key].Tools.Keys);
    }

    [Fact]
    public void Should_know_every_line_when_the_server_writes_unprompted()
    {
        var other = Stream(B) with { Candidate = Given.Noise("good bye") };
        var servers = FaultMemory.Learn(Empty, Stream(A), Given.Noise("hello"), null, isServers: true);
        var ofTool = FaultMemory.Learn(Empty, Stream(A), Given.Noise("hello"), "a", isServers: false);
        var ofKind = FaultMemory.Learn(Empty, Stream(A), Given.InvalidRpc("a batch"), null, isServers: true);

        Assert.Equal(
            (true, null),
            (_memory.Find(servers, other)?.Fault.IsServers, _memory.Find(servers, other)?.Candidate.Tool)
        );
        Assert.Null(_memory.Find(servers, other with { Candidate = Given.InvalidRpc("a batch") }));
        Assert.Null(_memory.Find(ofTool, other));
        Assert.Null(_memory.Find(ofKind, other));
    }

    [Fact]
    public void Should_recognise_a_tool_that_was_late_before()
    {
        var late = Given.Question(QuestionKind.Lateness, Candidates.ReplyLost("a", TimeSpan.Zero), A);

        var found = _memory.Find(Learned(late, "a"), late with { Suspects = [Given.Call("a", 1)] });

        Assert.Equal(("a", false), (found?.Candidate.Tool, found?.Fault.IsServers));
        Assert.Null(_memory.Find(Learned(late, "a"), late with { Suspects = [B] }));
        Assert.Null(
            _memory.Find(FaultMemory.Learn(Empty, late, late.Candidate, null, isServers: true), late)?.Candidate.Tool
        );
    }

    [Fact]
    public void Should_regard_a_tool_as_stuck_only_when_its_call_sticks()
    {
        var late = Given.Question(QuestionKind.Lateness, Candidates.ReplyLost("a", TimeSpan.Zero), A);
        var stuck = FaultMemory.Learn(Empty, late, Candidates.ServerStuck("a", Given.Second, ""), "a", false);
        var slow = FaultMemory.Learn(Empty, late, Given.Slow("a", Given.Second), "a", false);

        Assert.True(FaultMemory.IsKnownToStick(stuck, SceneOf([B, A])));
        Assert.False(FaultMemory.IsKnownToStick(stuck, SceneOf([B], A)));
        Assert.False(FaultMemory.IsKnownToStick(slow, SceneOf([A])));
    }

    [Fact]
    public void Should_know_whether_a_reply_shows_a_fault_of_its_tool_or_of_the_server()
    {
        var question = Given.Question(QuestionKind.Reply, Given.Internal("a", "x"), A);
        var ofTool = FaultMemory.Learn(Empty, question, question.Candidate, "a", isServers: false);
        var key = question.Key with { Tool = null };
        var fault = new KnownFault(question.Candidate, FaultMemory.NoTools, IsServers: true, 1);

        var ofServer = Empty with { Known = Empty.Known.Add(key, fault) };
        var ofNone = Empty with { Known = Empty.Known.Add(key, fault with { IsServers = false }) };

        Assert.Null(_memory.Find(Empty, question));
        Assert.Equal(question.Candidate, _memory.Find(ofTool, question)?.Candidate);
        Assert.Null(_memory.Find(ofTool, Given.Question(QuestionKind.Reply, Given.Internal("b", "x"), B)));
        Assert.Equal((fault, question.Candidate), _memory.Find(ofServer, question));
        Assert.Null(_memory.Find(ofNone, question));
    }

    [Fact]
    public void Should_count_questions_about_replies_for_all_tools_together()
    {
        var state = Empty;
        foreach (var call in (FuzzCase[])[A, B])
        {
            var question = Given.Question(QuestionKind.Reply, Given.Internal(call.Tool, "x"), call);
            Assert.False(_memory.WasAskedOften(state, question.Key));
            state = state with { Asked = FaultMemory.CountAsked(state, question) };
        }

        Assert.True(_memory.WasAskedOften(state, new FaultKey("internal-error", "x", "c")));
        Assert.False(_memory.WasAskedOften(state, new FaultKey("internal-error", "y", "a")));
        Assert.Empty(FaultMemory.CountAsked(Empty, Stream(A)));
    }

    private static Scene SceneOf(IReadOnlyList<FuzzCase> unanswered, params FuzzCase[] lately) =>
        new(unanswered, lately, Given.Second);

    private static TriageState Learned(Question question, string? tool) =>
        FaultMemory.Learn(Empty, question, question.Candidate, tool, isServers: false);

    private static TriageState FindCrash(FuzzCase call) =>
        FaultMemory.Learn(Empty, Death(call), Given.Crash(1, call.Tool), call.Tool, isServers: false);

    private static Question Death(params FuzzCase[] suspects) =>
        Given.Question(QuestionKind.Death, Given.Crash(1), suspects);

    private static Question Stream(params FuzzCase[] suspects) =>
        Given.Question(QuestionKind.Stream, Given.Noise("hello"), suspects);
}
