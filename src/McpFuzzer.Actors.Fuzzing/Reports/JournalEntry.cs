using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>One line of <c>journal.jsonl</c>.</summary>
internal abstract record JournalEntry
{
    private JournalEntry() { }

    /// <summary>The first line: what a report needs besides findings and counts.</summary>
    /// <param name="Target">The target.</param>
    /// <param name="Seed">The seed.</param>
    /// <param name="Version">The version of mcpfuzzer.</param>
    /// <param name="Program">How this program was started, for <see cref="ReplayCommand" />.</param>
    /// <param name="Thresholds">The oracle's thresholds, by key.</param>
    /// <param name="StartedAt">The wall clock at the start.</param>
    internal sealed record Begun(
        ReportTarget Target,
        long Seed,
        string Version,
        IReadOnlyList<string> Program,
        IReadOnlyDictionary<string, string> Thresholds,
        DateTimeOffset StartedAt
    ) : JournalEntry;

    /// <summary>The counts so far.</summary>
    /// <param name="Ran">Since the start.</param>
    /// <param name="Planned">How many cases there are at most.</param>
    /// <param name="Restarts">How often a target was started again.</param>
    /// <param name="Outcomes">Cases by outcome.</param>
    /// <param name="Called">The tools that were first called since the last counts.</param>
    internal sealed record Counted(
        TimeSpan Ran,
        int Planned,
        int Restarts,
        IReadOnlyDictionary<CaseOutcome, int> Outcomes,
        IReadOnlyList<string> Called
    ) : JournalEntry;

    /// <summary>A finding, as known at that time.</summary>
    /// <param name="Ran">Since the start.</param>
    /// <param name="Finding">The finding.</param>
    /// <param name="Supersedes">The ids of earlier findings that it supersedes.</param>
    internal sealed record Found(TimeSpan Ran, Finding Finding, IReadOnlyList<string> Supersedes) : JournalEntry;

    /// <summary>The last line: the reports are written.</summary>
    internal sealed record Completed : JournalEntry;
}
