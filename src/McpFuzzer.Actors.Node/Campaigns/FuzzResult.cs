using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>The results that <c>fuzz</c> and <c>report</c> write to stdout at their end.</summary>
internal static class FuzzResult
{
    /// <summary>Returns the results as the options ask for them.</summary>
    public static IEnumerable<string> Of(
        CampaignCompleted completed,
        CampaignReport report,
        bool json,
        TextLayout layout
    ) => json ? [Json(completed, report)] : Lines(completed, report, layout);

    /// <summary>Returns the results for people: the totals, the table of findings, and how to replay them.</summary>
    public static IEnumerable<string> Lines(CampaignCompleted completed, CampaignReport report, TextLayout layout) =>
        [
            Totals(completed.Summary),
            .. completed.Findings.Count == 0 ? ["no findings"] : Findings(completed.Findings, report, layout),
            $"report: {Printable.Escape(report.Files.Folder)}",
        ];

    /// <summary>
    /// Returns the results for programs:
    /// <c>{ "report": folder, "summary": summary.json, "findings": [ … of findings.json ] }</c>.
    /// </summary>
    public static string Json(CampaignCompleted completed, CampaignReport report) =>
        Encoding
            .UTF8.GetString(
                ReportJson.File(writer =>
                {
                    writer.WriteString("report", report.Files.Folder);
                    writer.WriteStartObject("summary");
                    report.Summary(completed).Write(writer);
                    writer.WriteEndObject();
                    report.Findings(completed).WriteFindings(writer);
                })
            )
            .TrimEnd();

    private static IEnumerable<string> Findings(
        IReadOnlyList<Finding> findings,
        CampaignReport report,
        TextLayout layout
    )
    {
        var worst = findings.MaxBy(finding => finding.Severity)!;
        return
        [
            "",
            .. layout.Lines(FindingsTable.Of(FindingRow.Of(findings), layout)),
            "",
            findings.Count == 1 ? "replay it:" : "replay one finding by its id, or all of them without --finding:",
            $"  {Printable.Escape(report.Replay.Of(worst))}",
        ];
    }

    private static string Totals(CampaignSummary summary)
    {
        var rate = summary.Ran.TotalSeconds > 0 ? summary.Cases / summary.Ran.TotalSeconds : 0;
        var ran = Durations.Show(TimeSpan.FromSeconds(Math.Round(summary.Ran.TotalSeconds, 1)));
        return $"seed {summary.Seed}: {Count(summary.Tools.Count, "tool")}, {Count(summary.Cases, "case")} "
            + $"in {ran} ({rate:0}/s), {Count(summary.Restarts, "restart")}, {End(summary.EndedBy)}"
            + (summary.Leftovers == 0 ? "" : $", {Count(summary.Leftovers, "process", "processes")} not proven gone");
    }

    private static string Count(int count, string one, string? many = null) =>
        $"{count} {(count == 1 ? one : many ?? $"{one}s")}";

    private static string End(CampaignEnd end) =>
        end switch
        {
            CampaignEnd.Completed => "completed",
            CampaignEnd.Duration => "ended by --duration",
            CampaignEnd.MaxFindings => "ended by --max-findings",
            CampaignEnd.Interrupted => "interrupted",
            _ => "ended because the target failed",
        };
}
