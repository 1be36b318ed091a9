using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Makes a finding from its sightings.</summary>
internal static class FindingMaker
{
    /// <summary>Returns the finding.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="groups">Its groups of sightings, at least one.</param>
    /// <param name="words">Prepares texts for display.</param>
    public static Finding Of(string id, IReadOnlyList<SightingGroup> groups, FindingWords words)
    {
        var owner = groups[0].Owner;
        var best = groups.Select(group => group.Best).Aggregate((first, second) => first.BetterOf(second));
        var (candidate, sighting) = (best.Candidate, best.Sighting);
        var entries = groups.SelectMany(group => group.Entries.Values).ToArray();
        var phases = best.Calls.Select(call => call.Phase).Distinct(StringComparer.Ordinal).ToArray();

        // The input of a finding belongs to its tool. A finding without a tool has a sequence of one call.
        var isInput = best.ShownBy is not null && owner is not null;
        return new Finding
        {
            Id = id,
            Category = candidate.Category,
            Severity = entries.Max(entry => entry.Severity),
            Tool = owner,
            Phase = phases.Length == 1 ? phases[0] : null,
            Title = words.Title(Folding.TitleOf(candidate, owner, groups)),
            Detail = Remarked(candidate.Detail, sighting, owner, groups),
            Count = (int)Math.Min(entries.Sum(entry => (long)entry.Count), int.MaxValue),
            Rule = candidate.Rule,
            Variants = [.. Folding.VariantsOf(owner, groups).Select(words.Title)],
            Reproduced = sighting.Reproduced,
            Input = isInput ? ArgumentsOf(best.Calls[0]) : null,
            Sequence = isInput ? [] : [.. best.Calls.Select(call => new RecordedCall(call.Tool, ArgumentsOf(call)))],
            Exit = candidate.Exit,
            StderrTail = candidate.StderrTail,
        };
    }

    private static string Remarked(string detail, Sighting sighting, string? owner, IReadOnlyList<SightingGroup> groups)
    {
        var tools = groups.SelectMany(group => group.Tools).Distinct(StringComparer.Ordinal).Count();
        var remark =
            sighting.HasFailed ? $" It did not show again in isolation ({sighting.Reproduced!.Tried} tries)."
            : owner is null && tools > 1 ? $" It shows with {tools} tools."
            : "";
        return FindingWords.Cut(detail, FindingWords.LongestDetail - remark.Length) + remark;
    }

    private static string ArgumentsOf(FuzzCase call) => Encoding.UTF8.GetString(call.Arguments.Span);
}
