using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Generates strings that match a pattern. Supports what patterns in schemas commonly use: literals, classes, groups,
/// choices and counts. Returns null for other patterns. The length is bounded.
/// </summary>
internal sealed class PatternText(string pattern)
{
    private const int Longest = 4_096;
    private const int MostSteps = 20_000;

    private readonly PatternNode.Choice _pattern = PatternReader.Read(pattern);

    /// <summary>Returns a string that should match; null when the pattern is not supported.</summary>
    public string? Make(CaseRandom random)
    {
        var steps = 0;
        return Choice(_pattern, random, ref steps);
    }

    // Every branch is generated, and consumes its random numbers; one of them is used.
    private static string? Choice(PatternNode.Choice choice, CaseRandom random, ref int steps)
    {
        var branches = new string[choice.Branches.Count];
        for (var i = 0; i < branches.Length; i++)
        {
            if (Sequence(choice.Branches[i], random, ref steps) is not { } branch)
            {
                return null;
            }

            branches[i] = branch;
        }

        var picked = random.Pick(branches);
        return choice.IsReadable ? picked : null;
    }

    private static string? Sequence(IReadOnlyList<PatternNode.Repeat> parts, CaseRandom random, ref int steps)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (Atom(part.Atom, random, ref steps) is not { } first || part.Count is not { } bounds)
            {
                return null;
            }

            // Each repetition draws its own characters.
            var count = (int)random.Between(bounds.Least, bounds.Most);
            for (var i = 0; i < count && text.Length < Longest; i++)
            {
                if ((i == 0 ? first : Atom(part.Atom, random, ref steps)) is not { } next)
                {
                    return null;
                }

                text.Append(next);
            }
        }

        return text.ToString();
    }

    private static string? Atom(PatternNode atom, CaseRandom random, ref int steps) =>
        // Counts multiply where groups are nested.
        ++steps > MostSteps
            ? null
            : atom switch
            {
                PatternNode.Choice group => Choice(group, random, ref steps),
                PatternNode.OneOf units => random.Pick(units.Units),
                PatternNode.Literal literal => literal.Text,
                _ => null,
            };
}
