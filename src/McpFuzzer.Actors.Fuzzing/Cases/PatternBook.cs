using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The patterns of all schemas of a plan, each read once for matching and once for making. One thread at a time.
/// </summary>
internal sealed class PatternBook
{
    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, PatternText> _texts = new(StringComparer.Ordinal);

    /// <summary>For matching.</summary>
    public SchemaPatterns Patterns { get; } = new();

    /// <summary>Makes texts after a pattern.</summary>
    public PatternText Texts(string pattern)
    {
        if (_texts.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (_texts.Count >= MostRemembered)
        {
            _texts.Clear();
        }

        return _texts[pattern] = new PatternText(pattern);
    }
}
