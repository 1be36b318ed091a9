using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class TriageActivityTests
{
    [Theory]
    [InlineData("lookup", "lookup", "isolating crash")]
    [InlineData("lookup lookup", "lookup", "isolating crash")]
    [InlineData("lookup convert lookup", null, "isolating crash (3 suspects)")]
    [InlineData("", null, "isolating crash")]
    public void Should_name_a_tool_only_when_no_other_is_suspected(string tools, string? named, string text)
    {
        var calls = tools.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((tool, at) => Given.Call(tool, at));

        var activity = TriageActivity.Of(Given.Question(QuestionKind.Death, Given.Crash(3), [.. calls]));

        Assert.Equal((named, text), (activity.Tool, activity.ToString()));
    }
}
