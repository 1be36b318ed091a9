using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>What <c>fuzz</c> and <c>report</c> print to stdout at their end.</summary>
internal static class FuzzResult
{
    /// <summary>As the options ask for it.</summary>
    public static IEnumerable<string> Of(CampaignCompleted completed, CampaignReport report, bool json) =>
        json ? [Json(completed, report)] : Lines(completed, report);

    /// <summary>For people.</summary>
    public static IEnumerable<string> Lines(CampaignCompleted completed, CampaignReport report)
    {
        var summary = completed.Summary;
        yield return Totals(summary);
        foreach (var line in FindingsText.Lines(completed.Findings, report.Replay))
        {
            yield return line;
        }

        yield return $"report: {Printable.Escape(report.Files.Folder)}";
    }

    /// <summary>
    /// For programs: <c>{ "report": folder, "summary": summary.json, "findings": [ … of findings.json ] }</c>.
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

    private static string Totals(CampaignSummary summary)
    {
        var rate = summary.Ran.TotalSeconds > 0 ? summary.Cases / summary.Ran.TotalSeconds : 0;
        return $"seed {summary.Seed}: {Count(summary.Tools.Count, "tool")}, {Count(summary.Cases, "case")} in {summary.Ran.TotalSeconds:0.0} s "
            + $"({rate:0}/s), {Count(summary.Restarts, "restart")}, {End(summary.EndedBy)}"
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
