namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Decides which sightings form one finding. A shape that several tools show belongs to the server. `accepted-invalid`
/// is one finding per tool, and output to stdout is one finding per writer, with the shapes as variants.
/// </summary>
internal static class Folding
{
    private const int MostVariants = 100;

    /// <summary>
    /// Returns whether sightings of several tools stay separate findings: two tools may crash the server, or be slow,
    /// for different reasons.
    /// </summary>
    public static bool IsApart(Candidate candidate) =>
        candidate is { Evidence: EvidenceKind.Life or EvidenceKind.Time, IsOfTheLine: false };

    /// <summary>Returns the id of the finding that a shape belongs to. A null owner is the server.</summary>
    public static string IdOf(string category, string? owner, string shape) =>
        FindingSignature.IdOf(category, owner, FoldsShapes(category, owner, shape) ? "" : shape);

    /// <summary>Returns the title of a finding that is made of these sightings.</summary>
    public static string TitleOf(Candidate best, string? owner, IReadOnlyList<SightingGroup> groups)
    {
        var tools = groups.SelectMany(group => group.Tools).Distinct(StringComparer.Ordinal).Count();
        return best.Category != Categories.AcceptedInvalid ? best.Title
            : owner is null ? $"{tools} tools accept arguments that break their input schema: {KindsOf(groups)}"
            : VariantsOf(owner, groups) is { Count: > 1 } ways
                ? $"accepts arguments that break its input schema in {ways.Count} ways"
            : best.Title;
    }

    private static string KindsOf(IReadOnlyList<SightingGroup> groups) =>
        string.Join(", ", groups.Select(group => group.Shape).Order(StringComparer.Ordinal));

    /// <summary>Returns the distinct ways in which a finding shows, in order; empty when there is only one.</summary>
    public static IReadOnlyList<string> VariantsOf(string? owner, IReadOnlyList<SightingGroup> groups)
    {
        var ways =
            groups[0].Category == Categories.StdoutNoise ? groups.Select(group => group.Best.Candidate.Shape)
            : owner is not null ? groups.SelectMany(group => group.Entries.Keys).Select(way => way.Variant)
            : groups.SelectMany(group => group.Entries.Keys).Select(NameOf);
        string[] all = [.. ways.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return all.Length < 2 ? []
            : all.Length <= MostVariants ? all
            : [.. all.Take(MostVariants - 1), $"… and {all.Length - MostVariants + 1} more"];
    }

    private static bool FoldsShapes(string category, string? owner, string shape) =>
        category == Categories.StdoutNoise
        || (category == Categories.AcceptedInvalid && !AcceptedInvalid.IsAboutExtraMembers(shape));

    private static string? NameOf(SightingKey way) =>
        way.Tool is null || way.Variant is null ? way.Tool : $"{way.Tool}: {way.Variant}";
}
