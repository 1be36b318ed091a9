using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// A pattern of a schema (ECMA-262), as far as .NET's engine without backtracking gives it the same meaning.
/// </summary>
internal sealed class SchemaPattern
{
    private readonly Regex? _regex;

    public SchemaPattern(string pattern)
    {
        try
        {
            // Without backtracking, the time is linear in the text for every pattern.
            _regex = new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout
            );
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            // Lookarounds, back references, or an invalid pattern: its matches are unknown.
            _regex = null;
        }
    }

    /// <summary>Returns whether the text matches; null when unknown.</summary>
    public bool? Matches(string text) =>
        // \d, \w, \s, $ and . have another meaning in ECMA-262 beyond ASCII.
        _regex is null
        || text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? null
            : _regex.IsMatch(text);
}
