using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Something that looks like a fault of the server, before it is confirmed, deduplicated and counted.</summary>
/// <param name="Category">One of <see cref="Categories" />.</param>
/// <param name="Tool">The tool that shows it; null when no single one does.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Detail">What was seen; printable.</param>
/// <param name="Kind">What makes it the same finding as another one of its category and tool: no value, number, pid or time that differs from run to run.</param>
internal sealed record Suspicion(string Category, string? Tool, string Title, string Detail, string Kind)
{
    /// <summary>How much it matters.</summary>
    public Severity Severity => Categories.SeverityOf(Category);

    /// <summary>How the target ended, where it did.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The last of its stderr, printable and masked, where it is to the point.</summary>
    public string? StderrTail { get; init; }

    /// <summary>Stable across runs: the same for each occurrence of one finding.</summary>
    public string FindingId => FindingSignature.IdOf(Category, Tool, Kind);
}
