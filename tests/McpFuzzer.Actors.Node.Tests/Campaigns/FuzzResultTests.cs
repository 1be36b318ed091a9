using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Reports;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class FuzzResultTests
{
    private static readonly CampaignReport Report = new(
        new ReportFiles("out"),
        ReportTarget.Of(new ProcessSpec { Command = ["server"] }),
        ["mcpfuzzer"],
        "0.1.0"
    );

    [Fact]
    public void Should_be_the_two_reports_in_one_document_when_JSON_is_requested()
    {
        var printed = JsonDocument
            .Parse(FuzzResult.Json(Campaign.Completed(findings: Severity.High), Report))
            .RootElement;

        Assert.Equal("out", printed.GetProperty("report").GetString());
        Assert.Equal(7, printed.GetProperty("summary").GetProperty("seed").GetInt64());
        var finding = Assert.Single(printed.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            "mcpfuzzer replay out/findings.json --finding 0123456789ab",
            finding.GetProperty("replay").GetString()
        );
    }

    [Fact]
    public void Should_print_an_input_when_it_is_deeper_than_a_JSON_reader_takes_by_default()
    {
        var deep = $$"""{"a":{{new string('[', 2_000)}}"\ud800"{{new string(']', 2_000)}}}""";
        var completed = Campaign.Completed() with
        {
            Findings = [Campaign.Finding(Severity.High) with { Input = deep }],
        };

        Assert.Contains(deep, FuzzResult.Json(completed, Report), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_a_table_and_one_command_when_printed_for_a_pipe()
    {
        var completed = Campaign.Completed() with
        {
            Findings =
            [
                Campaign.Finding(Severity.Low, "reply-slow", "naughty\u001b[31m") with
                {
                    Id = "aaaaaaaaaaaa",
                    Title = "the [red]reply[/] is slow",
                    Count = 12,
                },
                Campaign.Finding(Severity.High, "crash", null) with
                {
                    Id = "bbbbbbbbbbbb",
                    Reproduced = new Reproduction(0, 2),
                },
            ],
        };

        Assert.Equal(
            [
                "seed 7: 1 tool, 10 cases in 2s (5/s), 0 restarts, completed",
                "",
                @"severity category   tool              count title                                 id",
                @"HIGH     crash      -                     1 the server exited (reproduced 0 of 2) bbbbbbbbbbbb",
                @"LOW      reply-slow naughty\u001b[31m    12 the [red]reply[/] is slow             aaaaaaaaaaaa",
                "",
                "replay one finding by its id, or all of them without --finding:",
                "  mcpfuzzer replay out/findings.json --finding bbbbbbbbbbbb",
                "report: out",
            ],
            FuzzResult.Lines(completed, Report, TextLayout.Plain)
        );
    }

    [Fact]
    public void Should_state_that_there_is_no_finding() =>
        Assert.Equal(
            ["seed 7: 1 tool, 10 cases in 2s (5/s), 0 restarts, completed", "no findings", "report: out"],
            FuzzResult.Lines(Campaign.Completed(), Report, TextLayout.Plain)
        );
}
