namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>The patterns of schemas, each parsed once. Not thread-safe.</summary>
internal sealed class SchemaPatterns
{
    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, SchemaPattern> _known = new(StringComparer.Ordinal);

    /// <summary>Returns the pattern of a text.</summary>
    public SchemaPattern Of(string pattern)
    {
        if (_known.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }

        return _known[pattern] = new SchemaPattern(pattern);
    }
}
