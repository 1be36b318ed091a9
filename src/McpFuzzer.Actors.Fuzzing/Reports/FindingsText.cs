using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The findings as plain text for people.</summary>
internal static class FindingsText
{
    /// <summary>Two lines per finding: severity, category, tool, title and count; and the command that shows it again.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Finding> findings, ReplayCommand replay) =>
        throw new NotSupportedException($"lands next {findings} {replay}");
}
