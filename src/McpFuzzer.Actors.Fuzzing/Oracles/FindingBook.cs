using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// The findings of one campaign, each with a count. Immutable. Its content does not depend on the order of recording:
/// it keeps sightings, and merges them into findings when they are read.
/// </summary>
internal sealed class FindingBook
{
    private readonly FindingWords _words;
    private readonly Lazy<IReadOnlyList<Finding>> _findings;

    private FindingBook(
        ImmutableDictionary<(string Category, string Shape, string? Apart), SightingGroup> groups,
        FindingWords words
    )
    {
        (Groups, _words) = (groups, words);
        _findings = new Lazy<IReadOnlyList<Finding>>(() =>
            [
                .. Groups
                    .Values.GroupBy(group => group.FindingId, StringComparer.Ordinal)
                    .Select(folded => FindingMaker.Of(folded.Key, [.. folded], _words))
                    .OrderByDescending(finding => finding.Severity)
                    .ThenBy(finding => finding.Id, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>All findings, by severity and then by id.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Value;

    /// <summary>Different findings so far.</summary>
    public int Count => Groups.Values.Select(group => group.FindingId).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The sightings behind the findings.</summary>
    internal ImmutableDictionary<(string Category, string Shape, string? Apart), SightingGroup> Groups { get; }

    /// <summary>Returns an empty book.</summary>
    /// <param name="mask">Masks the target's secrets in its output; null when it has none.</param>
    public static FindingBook Create(SecretMask? mask) =>
        new(
            ImmutableDictionary<(string Category, string Shape, string? Apart), SightingGroup>.Empty,
            new FindingWords(mask)
        );

    /// <summary>Returns a book with one more sighting.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="sighting">How.</param>
    public FindingBook Record(Candidate candidate, Sighting sighting)
    {
        // A reply to a request that is not a call, or a fault of the list of tools, belongs to no tool.
        var isServers = sighting.IsServers || candidate is { Evidence: EvidenceKind.Reply, Tool: null };
        var key = (candidate.Category, candidate.Shape, Folding.IsApart(candidate) ? candidate.Tool : null);
        var group = Groups.GetValueOrDefault(key) ?? SightingGroup.Empty(candidate.Category, candidate.Shape);
        var entry = SightingEntry.Of(_words.Shown(candidate), sighting, isServers);

        // A tool is not to blame if its calls never showed it alone, unless its own reply showed it.
        var tool = sighting.HasFailed && candidate.Evidence is not EvidenceKind.Reply ? null : candidate.Tool;
        return new FindingBook(Groups.SetItem(key, group.With(tool, isServers, entry)), _words);
    }
}
