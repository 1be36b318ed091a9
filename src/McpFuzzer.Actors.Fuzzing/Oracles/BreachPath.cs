namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The place of a breach within a value, such as <c>/nodes/*/name: type</c>.</summary>
internal static class BreachPath
{
    private const int LongestPath = 200;
    private const int LongestPeriod = 4;
    private const string More = "…";

    /// <summary>
    /// Writes each cycle of a recursive schema once, and bounds the length. <c>/child/child/name: type</c> becomes
    /// <c>/child/name: type</c>, so that a breach has the same name at every depth.
    /// </summary>
    public static string Fold(string breach)
    {
        var colon = breach.LastIndexOf(": ", StringComparison.Ordinal);
        var (path, keyword) = colon < 0 ? (breach, "") : (breach[..colon], breach[colon..]);
        var kept = new List<string>();
        var hasFolded = false;
        foreach (var segment in path.Split('/'))
        {
            // A path that was cut within a recursion equals one that was not.
            if (hasFolded && segment == More)
            {
                continue;
            }

            kept.Add(segment);
            for (var period = 1; period <= LongestPeriod; period++)
            {
                if (Repeats(kept, period))
                {
                    kept.RemoveRange(kept.Count - period, period);
                    hasFolded = true;
                    break;
                }
            }
        }

        return Cut(string.Join('/', kept)) + Cut(keyword);
    }

    /// <summary>
    /// Returns the last step of a place and its breach, which is the same at every depth of a recursive schema.
    /// </summary>
    public static string Leaf(string breach)
    {
        var colon = breach.LastIndexOf(": ", StringComparison.Ordinal);
        var slash = breach.LastIndexOf('/', colon < 0 ? breach.Length - 1 : colon);
        return slash < 0 ? breach : breach[slash..];
    }

    private static bool Repeats(List<string> segments, int period)
    {
        // The empty segment before the first slash belongs to no cycle.
        if (segments.Count < 2 * period + 1)
        {
            return false;
        }

        for (var back = 1; back <= period; back++)
        {
            if (segments[^back] != segments[^(back + period)])
            {
                return false;
            }
        }

        return true;
    }

    private static string Cut(string text)
    {
        if (text.Length <= LongestPath)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestPath - 1]) ? LongestPath - 1 : LongestPath;
        return text[..end] + More;
    }
}
