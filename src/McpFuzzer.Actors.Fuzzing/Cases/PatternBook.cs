using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The patterns of all schemas of a plan, each parsed once for matching and once for generating. Not thread-safe.
/// </summary>
internal sealed class PatternBook
{
    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, PatternText> _texts = new(StringComparer.Ordinal);

    /// <summary>Patterns for matching.</summary>
    public SchemaPatterns Patterns { get; } = new();

    /// <summary>Generates strings for a pattern.</summary>
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
