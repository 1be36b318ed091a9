using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Reports;

/// <summary>
/// Writes each report at the end; one that can't be written does not keep the other from being written.
/// </summary>
internal static class ReportWriting
{
    /// <summary>Writes the reports that do not exist yet.</summary>
    /// <returns>One line about those that are missing; null when none is.</returns>
    public static string? Write(CampaignReport report, CampaignCompleted completed)
    {
        var failures = new List<(string Path, string Reason)>();
        Write(report.Files.Findings, () => report.Findings(completed).ToJson(), failures);
        Write(report.Files.Summary, () => report.Summary(completed).ToJson(), failures);
        return failures.Count == 0 ? null : Missing(failures.Select(failure => failure.Path), failures[0].Reason);
    }

    /// <summary>Returns the line that says that both reports are missing.</summary>
    public static string Missing(ReportFiles files, string reason) => Missing([files.Findings, files.Summary], reason);

    private static string Missing(IEnumerable<string> paths, string reason) =>
        Printable.Escape($"can't write {string.Join(" and ", paths)}: {reason}");

    private static void Write(string path, Func<byte[]> content, List<(string Path, string Reason)> failures)
    {
        if (!File.Exists(path) && ReportFile.TryWrite(path, content()) is { } reason)
        {
            failures.Add((path, reason));
        }
    }
}
