using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>What a journal holds about a run that did not complete.</summary>
/// <param name="Begun">How it was started.</param>
/// <param name="Summary">The summary, as far as it is known.</param>
/// <param name="Findings">The findings by severity, without superseded ones.</param>
/// <param name="IsComplete">Whether the reports were written.</param>
internal sealed record InterruptedRun(
    JournalEntry.Begun Begun,
    CampaignSummary Summary,
    IReadOnlyList<Finding> Findings,
    bool IsComplete
)
{
    /// <summary>Adds up a journal's entries.</summary>
    /// <param name="entries">As <see cref="JournalReader" /> returns them.</param>
    public static InterruptedRun Of(IReadOnlyList<JournalEntry> entries)
    {
        var begun = (JournalEntry.Begun)entries[0];
        var counts = entries.OfType<JournalEntry.Counted>().ToList();
        var last = counts.LastOrDefault();
        var findings = entries
            .OfType<JournalEntry.Found>()
            .Aggregate(ImmutableDictionary<string, Finding>.Empty, After);
        var outcomes = last?.Outcomes ?? ImmutableDictionary<CaseOutcome, int>.Empty;
        return new InterruptedRun(
            begun,
            new CampaignSummary
            {
                Seed = begun.Seed,
                Tools = [.. counts.SelectMany(counted => counted.Called)],
                SkippedTools = [],
                Planned = last?.Planned ?? 0,
                Cases = outcomes.Where(counted => counted.Key is not CaseOutcome.NotSent).Sum(counted => counted.Value),
                Outcomes = outcomes,
                Restarts = last?.Restarts ?? 0,
                Leftovers = 0,
                Thresholds = begun.Thresholds,
                StartedAt = begun.StartedAt,
                Ran = entries.Select(RanAt).Max(),
                EndedBy = CampaignEnd.Interrupted,
            },
            [
                .. findings
                    .Values.OrderByDescending(finding => finding.Severity)
                    .ThenBy(finding => finding.Id, StringComparer.Ordinal),
            ],
            entries.Any(entry => entry is JournalEntry.Completed)
        );
    }

    private static ImmutableDictionary<string, Finding> After(
        ImmutableDictionary<string, Finding> findings,
        JournalEntry.Found found
    ) => findings.RemoveRange(found.Supersedes).SetItem(found.Finding.Id, found.Finding);

    private static TimeSpan RanAt(JournalEntry entry) =>
        entry switch
        {
            JournalEntry.Counted counted => counted.Ran,
            JournalEntry.Found found => found.Ran,
            _ => TimeSpan.Zero,
        };
}
