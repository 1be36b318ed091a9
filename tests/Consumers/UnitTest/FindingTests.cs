using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Testing;
using Xunit;

/// <summary>What a server author sees of a server that is at fault.</summary>
public sealed class FindingTests
{
    [Fact]
    public async Task Should_name_the_tool_and_its_input_when_a_call_ends_the_server()
    {
        var options = new McpFuzzOptions { Tools = ["divide"], Runs = 5 };

        var report = await McpFuzz.RunAsync(["my-server", "--stdio"], options);

        var crash = Assert.Single(report.Findings, finding => finding.Category == "crash");
        Assert.Equal((Severity.High, "divide"), (crash.Severity, crash.Tool));
        Assert.Matches("\"divisor\":-?0", crash.Input);
        Assert.Equal(CampaignEnd.Completed, report.Summary.EndedBy);
        Assert.True(report.Summary.Outcomes[CaseOutcome.Succeeded] > 0);
    }

    [Fact]
    public async Task Should_say_why_in_one_line_when_the_command_does_not_speak_MCP()
    {
        var thrown = await Assert.ThrowsAsync<McpFuzzException>(() => McpFuzz.RunAsync(["sh", "-c", "echo hello"]));

        Assert.DoesNotContain('\n', thrown.Message);
    }
}
