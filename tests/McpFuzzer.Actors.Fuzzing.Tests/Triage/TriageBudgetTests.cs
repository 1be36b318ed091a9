using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class TriageBudgetTests
{
    private static readonly TriageState Empty = new() { Book = FindingBook.Create(null) };

    // A share of 25 % on each of six servers, and 30 s in any case.
    [Theory]
    [InlineData(null, null)]
    [InlineData(10, 30)]
    [InlineData(20, 30)]
    [InlineData(60, 90)]
    [InlineData(600, 900)]
    public void Should_allow_a_share_of_the_run_on_each_server_when_it_has_a_duration(int? duration, int? allowed) =>
        Assert.Equal(allowed * Given.Second, Given.Budget(duration is { } whole ? whole * Given.Second : null).Allowed);

    [Fact]
    public void Should_count_the_share_and_the_servers_when_they_are_configured()
    {
        var settings = Given.Settings with { Share = 0.5, Servers = 3 };

        Assert.Equal(150 * Given.Second, Given.Budget(100 * Given.Second, settings).Allowed);
    }

    [Theory]
    [InlineData(29_999, false)]
    [InlineData(30_000, true)]
    [InlineData(30_001, true)]
    public void Should_be_spent_when_the_runs_have_used_it_up(int milliseconds, bool isSpent)
    {
        var state = Empty with { Spent = TimeSpan.FromMilliseconds(milliseconds) };

        Assert.Equal(isSpent, Given.Budget(Given.Second).IsSpent(state));
        Assert.Equal(!isSpent, Given.Budget(Given.Second).Allows(state, Streamed));
        Assert.False(Given.Boundless.IsSpent(state));
    }

    [Theory]
    [InlineData(QuestionKind.Stream, 1, true)]
    [InlineData(QuestionKind.Stream, 2, false)]
    [InlineData(QuestionKind.Reply, 2, false)]
    [InlineData(QuestionKind.Lateness, 1, true)]
    [InlineData(QuestionKind.Lateness, 2, false)]
    [InlineData(QuestionKind.Death, 7, true)]
    [InlineData(QuestionKind.Death, 8, false)]
    [InlineData(QuestionKind.Silence, 7, true)]
    [InlineData(QuestionKind.Silence, 8, false)]
    internal void Should_limit_questions_of_one_shape(QuestionKind kind, int isolated, bool isAllowed)
    {
        var question = Given.Question(kind, Given.Noise("hello"), Given.Call("a"));
        var fault = new KnownFault(question.Candidate, FaultMemory.NoTools, IsServers: false, isolated);
        var state = Empty with { Known = Empty.Known.Add(question.Key, fault) };

        Assert.Equal(isAllowed, Given.Boundless.Allows(state, question));
    }

    [Theory]
    [InlineData("a", 3, true)]
    [InlineData("a", 4, false)]
    [InlineData("b", 4, true)]
    public void Should_limit_questions_of_the_likeliest_tool(string tool, int asked, bool isAllowed)
    {
        var state = Empty with { PerTool = Empty.PerTool.Add(tool, asked) };

        Assert.Equal(isAllowed, Given.Boundless.Allows(state, Streamed));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Should_limit_harmless_questions_of_one_key(int harmless, bool isAllowed)
    {
        var budget = Given.Budget(null, Given.Settings with { Suspects = 3 });
        var state = Empty;
        for (var i = 0; i < harmless; i++)
        {
            state = TriageBudget.Refund(TriageBudget.Charge(state, Streamed), Streamed);
        }

        Assert.Equal(isAllowed, budget.Allows(state, Streamed));
        Assert.True(budget.Allows(state, Given.Question(QuestionKind.Death, Given.Crash(1), Given.Call("a"))));
        Assert.Equal(0, state.PerTool["a"]);
    }

    [Fact]
    public void Should_charge_only_the_likeliest_tool()
    {
        var state = TriageBudget.Charge(TriageBudget.Charge(Empty, Streamed), Streamed);

        Assert.Equal([("a", 2)], state.PerTool.Select(tool => (tool.Key, tool.Value)));
        Assert.Empty(state.Harmless);
    }

    [Fact]
    public void Should_allow_a_question_when_no_tool_is_suspected()
    {
        var state = Empty with { PerTool = Empty.PerTool.Add("a", 9) };

        Assert.True(Given.Boundless.Allows(state, Given.Question(QuestionKind.Stream, Given.Noise("hello"))));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 5)]
    [InlineData(9, 10)]
    [InlineData(60, 10)]
    public void Should_watch_a_little_longer_than_it_took_to_show(int uptime, int quiet) =>
        Assert.Equal(quiet * Given.Second, Given.Boundless.QuietFor(uptime * Given.Second));

    [Fact]
    public void Should_name_few_tools_once_when_a_question_is_left()
    {
        var calls = new[] { "a", "a", "b\n", "c", "d" }.Select((tool, index) => Given.Call(tool, index));
        var question = Given.Question(QuestionKind.Death, Given.Crash(3), [.. calls]);

        Assert.Equal("crash: the server exits: exit code 3 (suspected: a, b\\n, c)", TriageBudget.LineOf(question));
        Assert.Equal(
            "crash: the server exits: exit code 3",
            TriageBudget.LineOf(Given.Question(QuestionKind.Death, Given.Crash(3)))
        );
    }

    private static Question Streamed =>
        Given.Question(QuestionKind.Stream, Given.Noise("hello"), Given.Call("a"), Given.Call("b"));
}
