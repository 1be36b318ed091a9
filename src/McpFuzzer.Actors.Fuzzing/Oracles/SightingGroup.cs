using System.Collections.Immutable;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The key of one variant of a shape.</summary>
internal readonly record struct SightingKey(string? Tool, string? Variant);

/// <summary>All sightings of one category and shape.</summary>
/// <param name="Category">The category.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Tools">The tools that showed it.</param>
/// <param name="IsServers">Whether it is known to be the server's, independent of tools.</param>
/// <param name="Entries">The entries of the variants.</param>
internal sealed record SightingGroup(
    string Category,
    string Shape,
    ImmutableSortedSet<string> Tools,
    bool IsServers,
    ImmutableDictionary<SightingKey, SightingEntry> Entries
)
{
    /// <summary>The tool that it belongs to; null when it is the server's, or the tool is unknown.</summary>
    public string? Owner { get; } = IsServers || Tools.Count != 1 ? null : Tools[0];

    /// <summary>The finding that it is part of.</summary>
    public string FindingId => field ??= Folding.IdOf(Category, Owner, Shape);

    /// <summary>The sighting that describes it best.</summary>
    public SightingEntry Best => Entries.Values.Aggregate((best, other) => best.BetterOf(other));

    public static SightingGroup Empty(string category, string shape) =>
        new(
            category,
            shape,
            ImmutableSortedSet.Create<string>(StringComparer.Ordinal),
            IsServers: false,
            ImmutableDictionary<SightingKey, SightingEntry>.Empty
        );

    /// <summary>Returns whether the findings may differ, and not only counts and inputs.</summary>
    public bool HasOtherOwnerThan(SightingGroup? before) => before is null || Owner != before.Owner;

    /// <summary>Adds one sighting.</summary>
    /// <param name="tool">The tool that shows it; null when unknown.</param>
    /// <param name="isServers">Whether it is known to be the server's.</param>
    /// <param name="entry">The candidate.</param>
    public SightingGroup With(string? tool, bool isServers, SightingEntry entry)
    {
        var key = new SightingKey(tool, entry.Candidate.Variant);
        var merged = Entries.TryGetValue(key, out var known) ? known.Merge(entry) : entry;
        return new SightingGroup(
            Category,
            Shape,
            tool is null ? Tools : Tools.Add(tool),
            IsServers || isServers,
            Entries.SetItem(key, merged)
        );
    }
}
