using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>What is kept of all sightings of one variant: the best one, the highest severity and the count.</summary>
/// <param name="Candidate">The candidate of the best sighting.</param>
/// <param name="Sighting">How it was observed.</param>
/// <param name="Severity">The highest severity.</param>
/// <param name="Count">The number of sightings.</param>
internal sealed record SightingEntry(Candidate Candidate, Sighting Sighting, Severity Severity, int Count)
{
    /// <summary>Returns the entry of one sighting.</summary>
    public static SightingEntry Of(Candidate candidate, Sighting sighting, bool isServers)
    {
        // Without isolation, only a reply proves a candidate.
        var isProved = isServers || sighting.IsProved || candidate.Evidence is EvidenceKind.Reply;
        var isDoubted = sighting.HasFailed || !isProved;
        var severity = isDoubted && candidate.Severity > Severity.Info ? candidate.Severity - 1 : candidate.Severity;
        return new SightingEntry(candidate, sighting, severity, sighting.Count);
    }

    /// <summary>The call that the evidence names, or that showed it in isolation; otherwise null.</summary>
    public FuzzCase? ShownBy =>
        Sighting is { ShownBy: { } call, HasFailed: false }
        && (Candidate.Evidence is EvidenceKind.Reply || Sighting.Reproduced is { Shown: > 0 })
            ? call
            : null;

    /// <summary>The calls to record.</summary>
    public IReadOnlyList<FuzzCase> Calls =>
        Sighting.ShownBy is { } call && (ShownBy is not null || Sighting.Sequence.Count == 0)
            ? [call]
            : Sighting.Sequence;

    /// <summary>Merges two entries.</summary>
    public SightingEntry Merge(SightingEntry other) =>
        BetterOf(other) with
        {
            Severity = Severity > other.Severity ? Severity : other.Severity,
            Count = (int)Math.Min((long)Count + other.Count, int.MaxValue),
        };

    /// <summary>Returns the entry that describes the finding better, independent of their order.</summary>
    public SightingEntry BetterOf(SightingEntry other) => CompareWith(other) <= 0 ? this : other;

    private int CompareWith(SightingEntry other)
    {
        int[] differences =
        [
            (other.ShownBy is not null).CompareTo(ShownBy is not null),
            other.Rate.CompareTo(Rate),
            other.Candidate.Severity.CompareTo(Candidate.Severity),
            (other.Sighting.Reproduced?.Tried ?? 0).CompareTo(Sighting.Reproduced?.Tried ?? 0),
            Calls.Count.CompareTo(other.Calls.Count),
            Length.CompareTo(other.Length),
        ];
        var first = Array.Find(differences, difference => difference != 0);
        return first != 0 ? first
            : CompareCalls(other) is var calls and not 0 ? calls
            : CompareWords(other);
    }

    // Not isolated ranks above isolated without success, which ranks above counted only, without a call.
    private double Rate =>
        Sighting.HasFailed ? -1
        : Sighting.Reproduced is { Tried: > 0 } reproduced ? (double)reproduced.Shown / reproduced.Tried
        : Calls.Count > 0 || Sighting.IsServers ? 0
        : -2;

    private int Length => Calls.Sum(call => call.Arguments.Length);

    private int CompareCalls(SightingEntry other)
    {
        foreach (var (mine, theirs) in Calls.Zip(other.Calls))
        {
            var order = mine.Arguments.Span.SequenceCompareTo(theirs.Arguments.Span);
            order = order != 0 ? order : string.CompareOrdinal(mine.CaseId, theirs.CaseId);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private int CompareWords(SightingEntry other)
    {
        int[] differences =
        [
            string.CompareOrdinal(Candidate.Detail, other.Candidate.Detail),
            string.CompareOrdinal(Candidate.Title, other.Candidate.Title),
            string.CompareOrdinal(Candidate.StderrTail, other.Candidate.StderrTail),
            string.CompareOrdinal(Candidate.Tool, other.Candidate.Tool),
            string.CompareOrdinal(Candidate.Variant, other.Candidate.Variant),
            string.CompareOrdinal(Candidate.Shape, other.Candidate.Shape),
        ];
        return Array.Find(differences, difference => difference != 0);
    }
}
