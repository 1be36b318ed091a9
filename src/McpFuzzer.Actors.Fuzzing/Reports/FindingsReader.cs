using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A findings file can't be read; the message is one line that says what is wrong, and where.</summary>
internal sealed class FindingsFileException(string message) : Exception(message);

/// <summary>What a findings file holds.</summary>
/// <param name="Target">What was fuzzed.</param>
/// <param name="Findings">In the file's order.</param>
internal sealed record RecordedFindings(ReportTarget Target, IReadOnlyList<Finding> Findings);

/// <summary>Reads <c>findings.json</c> for a replay.</summary>
internal static class FindingsReader
{
    /// <summary>Reads it strictly.</summary>
    /// <exception cref="FindingsFileException">The file is missing, unreadable, or no findings file of this version.</exception>
    public static RecordedFindings Read(string path) => throw new NotSupportedException($"lands next {path}");
}
