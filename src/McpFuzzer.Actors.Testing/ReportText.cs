using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Testing;

/// <summary>A report as lines for the output of a test runner.</summary>
internal static class ReportText
{
    public static IEnumerable<string> Lines(CampaignSummary summary, IReadOnlyList<Finding> findings)
    {
        yield return $"{findings.Count} findings in {summary.Cases} cases, seed {summary.Seed}, {summary.EndedBy}";
        foreach (var finding in findings)
        {
            yield return Printable.Escape(Line(finding));
        }
    }

    private static string Line(Finding finding) =>
        $"{finding.Severity} {finding.Category} {finding.Tool ?? "-"}: {Bounds.Title(finding.Title)}"
        + (finding.Input is null ? "" : $"; input {Bounds.Title(finding.Input)}");
}
