using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Compares a book with an earlier one.</summary>
internal static class FindingChanges
{
    /// <summary>
    /// Returns each finding that is new or supersedes others, with the superseded ids. A reader that removes those and
    /// adds each finding gets the findings of the later book.
    /// </summary>
    public static IReadOnlyList<(Finding Finding, IReadOnlyList<string> Supersedes)> Between(
        FindingBook before,
        FindingBook after
    )
    {
        var moved = after
            .Groups.Where(group => group.Value.HasOtherOwnerThan(before.Groups.GetValueOrDefault(group.Key)))
            .ToArray();
        if (moved.Length == 0)
        {
            return [];
        }

        var old = IdsOf(before);
        var held = IdsOf(after);
        var changes = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (key, group) in moved)
        {
            var previous = before.Groups.GetValueOrDefault(key)?.FindingId;
            var isSuperseding = previous is not null && !held.Contains(previous);
            if (isSuperseding || !old.Contains(group.FindingId))
            {
                var supersedes = changes.TryGetValue(group.FindingId, out var known) ? known : [];
                changes[group.FindingId] = supersedes;
                if (isSuperseding)
                {
                    supersedes.Add(previous!);
                }
            }
        }

        return
        [
            .. after
                .Findings.Where(finding => changes.ContainsKey(finding.Id))
                .Select(finding => (finding, (IReadOnlyList<string>)[.. changes[finding.Id]])),
        ];
    }

    private static HashSet<string> IdsOf(FindingBook book) => [.. book.Groups.Values.Select(group => group.FindingId)];
}
