using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class UnsentCasesTests
{
    private readonly UnsentCases _unsent = new();

    [Fact]
    public void Should_name_each_tool_with_its_count_when_tools_were_given_up()
    {
        _unsent.Count(Campaign.Case("slow") with { Outcome = CaseOutcome.NotSent });
        _unsent.Count(Campaign.Case("di\nvide") with { Outcome = CaseOutcome.NotSent });
        _unsent.Count(Campaign.Case("slow") with { Outcome = CaseOutcome.NotSent });
        _unsent.Count(Campaign.Case("add"));

        Assert.Equal(
            "given up after too many hangs (--max-hangs) or crashes, cases not sent: di\\nvide 1, slow 2",
            _unsent.Line(CampaignEnd.Completed)
        );
    }

    [Fact]
    public void Should_say_nothing_when_all_was_sent()
    {
        _unsent.Count(Campaign.Case());

        Assert.Null(_unsent.Line(CampaignEnd.Completed));
    }

    [Theory]
    [InlineData(CampaignEnd.Interrupted)]
    [InlineData(CampaignEnd.Duration)]
    [InlineData(CampaignEnd.MaxFindings)]
    public void Should_say_nothing_when_the_campaign_was_ended_early(CampaignEnd end)
    {
        _unsent.Count(Campaign.Case() with { Outcome = CaseOutcome.NotSent });

        Assert.Null(_unsent.Line(end));
    }
}
