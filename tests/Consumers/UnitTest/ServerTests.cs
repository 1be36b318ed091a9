using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Testing;
using Xunit;

public sealed class ServerTests
{
    [Fact]
    public async Task Should_withstand_fuzzing()
    {
        var options = new McpFuzzOptions { Seed = 7, Tools = ["add", "echo"] };

        var report = await McpFuzz.RunAsync(["my-server", "--stdio"], options);

        Assert.True(report.Findings.All(finding => finding.Severity < Severity.Medium), report.ToString());
    }
}
