using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>A finding as it comes, in one line.</summary>
internal static class FindingLine
{
    public static string Of(Finding finding)
    {
        var tool = finding.Tool is null ? "" : $" {Bounds.Name(finding.Tool)}";
        var severity = finding.Severity.ToString().ToUpperInvariant();
        return Printable.Escape($"{severity, -6} {finding.Category}{tool}: {Bounds.Title(finding.Title)}");
    }
}
