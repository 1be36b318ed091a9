using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>A finding as it comes, in one line.</summary>
internal static class FindingLine
{
    public static string Of(Finding finding)
    {
        var tool = finding.Tool is null ? "" : $" {finding.Tool}";
        return Printable.Escape(
            $"{finding.Severity.ToString().ToUpperInvariant(), -6} {finding.Category}{tool}: {finding.Title}"
        );
    }
}
