using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The findings as plain text for people.</summary>
internal static class FindingsText
{
    /// <summary>
    /// Two lines per finding: severity, category, tool, title and count; and the command that shows it again.
    /// </summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Finding> findings, ReplayCommand replay)
    {
        var categoryWidth = Widest(findings, finding => finding.Category);
        var toolWidth = Widest(findings, ToolOf);
        foreach (var finding in findings)
        {
            var severity = ReportJson.NameOf(finding.Severity).ToUpperInvariant().PadRight(6);
            var category = finding.Category.PadRight(categoryWidth);
            var tool = ToolOf(finding).PadRight(toolWidth);
            var title = Printable.Escape(Bounds.Title(finding.Title));
            yield return $"{severity}  {category}  {tool}  {title}  ×{finding.Count}{Doubt(finding.Reproduced)}";
            yield return $"        {Printable.Escape(replay.Of(finding))}";
        }
    }

    private static int Widest(IReadOnlyList<Finding> findings, Func<Finding, string> column) =>
        findings.Select(finding => column(finding).Length).DefaultIfEmpty().Max();

    private static string ToolOf(Finding finding) => finding.Tool is null ? "-" : NameList.Shown(finding.Tool);

    private static string Doubt(Reproduction? reproduced) =>
        reproduced is { } runs && runs.Shown < runs.Tried ? $", reproduced {runs.Shown} of {runs.Tried}" : "";
}
