using System.Buffers;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Words for a POSIX shell (IEEE Std 1003.1, Shell Command Language, 2.2.2).</summary>
internal static class ShellQuote
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-"
    );

    /// <summary>Joins words to one line of shell.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>Quotes one word if necessary.</summary>
    public static string Word(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
