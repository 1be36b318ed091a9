using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>The line that announces a finding while the campaign runs.</summary>
internal static class FindingNotice
{
    /// <summary>Returns the line for a pipe or a log.</summary>
    public static string Plain(Finding finding) => $"{SeverityOf(finding)} {Rest(finding)}";

    /// <summary>Returns the line for a terminal, with the severity in its colour.</summary>
    public static Paragraph Styled(Finding finding) =>
        new Paragraph(SeverityOf(finding), SeverityStyle.Of(finding.Severity)).Append($" {Rest(finding)}");

    private static string SeverityOf(Finding finding) => $"{finding.Severity.ToString().ToUpperInvariant(), -6}";

    private static string Rest(Finding finding)
    {
        var tool = finding.Tool is null ? "" : $" {Bounds.Name(finding.Tool)}";
        return Printable.Escape($"{finding.Category}{tool}: {Bounds.Title(finding.Title)}");
    }
}
