using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>A finding as a row of a table; each text is printable and bounded.</summary>
internal sealed record FindingRow(
    Severity Severity,
    string Category,
    string Tool,
    string Count,
    string Title,
    string Id
)
{
    /// <summary>The severity in words.</summary>
    public string SeverityName => Severity.ToString().ToUpperInvariant();

    /// <summary>Returns a row for each finding, the worst first.</summary>
    public static IReadOnlyList<FindingRow> Of(IReadOnlyList<Finding> findings) =>
        [.. findings.OrderByDescending(finding => finding.Severity).Select(Of)];

    private static FindingRow Of(Finding finding) =>
        new(
            finding.Severity,
            Printable.Escape(finding.Category),
            finding.Tool is null ? "-" : NameList.Shown(finding.Tool),
            finding.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Printable.Escape(Bounds.Title(finding.Title)) + Doubt(finding.Reproduced),
            Printable.Escape(finding.Id)
        );

    private static string Doubt(Reproduction? reproduced) =>
        reproduced is { } runs && runs.Shown < runs.Tried ? $" (reproduced {runs.Shown} of {runs.Tried})" : "";
}
