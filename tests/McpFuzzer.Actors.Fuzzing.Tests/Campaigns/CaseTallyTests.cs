using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CaseTallyTests
{
    [Theory]
    [InlineData(CaseOutcome.Succeeded, 1, 1, 0, 0)]
    [InlineData(CaseOutcome.ToolError, 1, 0, 1, 0)]
    [InlineData(CaseOutcome.RpcError, 1, 0, 1, 0)]
    [InlineData(CaseOutcome.TimedOut, 1, 0, 0, 0)]
    [InlineData(CaseOutcome.TargetDied, 1, 0, 0, 0)]
    [InlineData(CaseOutcome.NotSent, 0, 0, 0, 1)]
    public void Should_count_a_case_by_its_outcome(
        CaseOutcome outcome,
        int sent,
        int accepted,
        int refused,
        int notSent
    )
    {
        var tally = new CaseTally().Count(PlannedCases.Of("a", 0), outcome);

        Assert.Equal((1, sent, 1), (tally.Completed, tally.Sent, tally.Outcomes[outcome]));
        var tool = tally.Of("a");
        Assert.Equal((sent, accepted, refused, notSent), (tool.Sent, tool.Accepted, tool.Rejected, tool.NotSent));
        Assert.Equal(ToolTally.Empty, tally.Of("b"));
    }

    [Fact]
    public void Should_count_rejected_cases_that_satisfy_the_schema_apart()
    {
        var valid = PlannedCases.Of("a", 0);
        var invalid = PlannedCases.Of("a", 1) with { Violation = "/n: type" };

        var tally = new CaseTally().Count(valid, CaseOutcome.ToolError).Count(invalid, CaseOutcome.RpcError);

        Assert.Equal((2, 1), (tally.Of("a").Rejected, tally.Of("a").RejectedValid));
    }

    [Fact]
    public void Should_count_crashes_and_hangs_apart()
    {
        var tally = new CaseTally()
            .Blame("a", Categories.Crash, 2)
            .Blame("a", Categories.ServerStuck, 1)
            .Blame("a", Categories.ReplyLost, 1);

        Assert.Equal((2, 2), (tally.Of("a").Crashes, tally.Of("a").Hangs));
    }

    [Fact]
    public void Should_keep_the_last_message_of_a_tool() =>
        Assert.Equal("set API_KEY", new CaseTally().Hear("a", "no").Hear("a", "set API_KEY").Of("a").Rejection);
}
