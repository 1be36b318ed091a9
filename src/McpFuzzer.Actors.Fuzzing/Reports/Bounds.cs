namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Bounds the length of texts for people: a server chooses its names, and some are a megabyte long.</summary>
internal static class Bounds
{
    private const int LongestTitle = 200;
    private const int LongestDetail = 4_000;
    private const int LongestName = 60;
    private const int MostVariants = 50;

    /// <summary>Returns the title of a finding, at most 200 characters.</summary>
    public static string Title(string title) => Cut(title, LongestTitle);

    /// <summary>Returns the detail of a finding, at most 4,000 characters.</summary>
    public static string Detail(string detail) => Cut(detail, LongestDetail);

    /// <summary>Returns a name for display, at most 60 characters. Not for names that a program compares.</summary>
    public static string Name(string name) => Cut(name, LongestName);

    /// <summary>Returns at most 50 variants. When there are more, the last one gives their number.</summary>
    public static IReadOnlyList<string> Variants(IReadOnlyList<string> variants) =>
        variants.Count <= MostVariants
            ? [.. variants.Select(Title)]
            : [.. variants.Take(MostVariants - 1).Select(Title), $"… and {variants.Count - MostVariants + 1} more"];

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - 1;
        return $"{text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)}…";
    }
}
