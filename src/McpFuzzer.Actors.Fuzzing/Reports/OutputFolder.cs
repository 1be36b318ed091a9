using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The output folder can't be used; the message is one line that says why.</summary>
internal sealed class OutputFolderException(string message) : Exception(message);

/// <summary>Where the reports of one campaign go. Each report appears whole, under its name, or not at all.</summary>
internal sealed class OutputFolder
{
    /// <summary>The folder as it was given, or the default name.</summary>
    public string Path => throw new NotSupportedException("lands next");

    /// <summary>The path of <c>findings.json</c>, for <see cref="ReplayCommand" />.</summary>
    public string FindingsPath => throw new NotSupportedException("lands next");

    /// <summary>Makes the folder, or takes an existing one that holds no report. Asked before anything is started.</summary>
    /// <param name="path">As given; null is <c>./mcpfuzzer-&lt;UTC&gt;-&lt;seed&gt;</c>.</param>
    /// <param name="seed">For the default name.</param>
    /// <param name="now">For the default name.</param>
    /// <exception cref="OutputFolderException">It is a file or below one, can't be made or written, or holds a report already.</exception>
    public static OutputFolder Create(string? path, long seed, DateTimeOffset now) =>
        throw new NotSupportedException($"lands next {path} {seed} {now}");

    /// <summary>Writes <c>findings.json</c>.</summary>
    /// <param name="target">What was fuzzed.</param>
    /// <param name="findings">In their order.</param>
    /// <param name="replay">Makes the command of each finding.</param>
    public void WriteFindings(ReportTarget target, IReadOnlyList<Finding> findings, ReplayCommand replay) =>
        throw new NotSupportedException($"lands next {target} {findings} {replay}");

    /// <summary>Writes <c>summary.json</c>.</summary>
    public void WriteSummary(SummaryReport summary) => throw new NotSupportedException($"lands next {summary}");

    /// <summary>Opens <c>cases.jsonl</c>: one line per case, appended as they come.</summary>
    public CasesLog OpenCases() => throw new NotSupportedException("lands next");
}
