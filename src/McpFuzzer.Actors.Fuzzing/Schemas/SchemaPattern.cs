using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// A pattern of a schema (ECMA-262), as far as .NET's engine without backtracking reads it the same way.
/// </summary>
internal sealed class SchemaPattern
{
    private readonly Regex? _regex;

    public SchemaPattern(string pattern)
    {
        try
        {
            // Without backtracking no pattern of a server can take longer than its text is long.
            _regex = new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout
            );
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            // Lookarounds, back references, or no pattern at all: what it matches is not known here.
            _regex = null;
        }
    }

    /// <summary>Whether the text matches; null where that is not known.</summary>
    public bool? Matches(string text) =>
        // \d, \w, \s, $ and . mean other things to ECMA-262 beyond plain ASCII.
        _regex is null
        || text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? null
            : _regex.IsMatch(text);
}
