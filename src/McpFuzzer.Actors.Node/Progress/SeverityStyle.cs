using McpFuzzer.Actors.Contracts.Campaigns;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>The colour of a severity on a terminal that has colours.</summary>
internal static class SeverityStyle
{
    private static readonly Style High = new(Color.Red);
    private static readonly Style Medium = new(Color.Yellow);
    private static readonly Style Low = new(Color.Teal);
    private static readonly Style Info = new(Color.Grey);

    public static Style Of(Severity severity) =>
        severity switch
        {
            Severity.High => High,
            Severity.Medium => Medium,
            Severity.Low => Low,
            _ => Info,
        };
}
