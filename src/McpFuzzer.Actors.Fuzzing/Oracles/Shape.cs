using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// A text without everything that changes from call to call and from run to run, so that one bug has one shape.
/// </summary>
internal static class Shape
{
    /// <summary>The longest shape.</summary>
    public const int Longest = 80;

    // A line may have a megabyte. Its beginning is enough to tell bugs apart.
    private const int LongestRead = 2_048;

    /// <summary>
    /// Replaces numbers, ids, quoted strings, paths, MCP methods and tool names by placeholders. Deterministic. The
    /// time does not grow with the text.
    /// </summary>
    /// <param name="text">The server's text.</param>
    /// <param name="toolNames">The tools that it lists; a set is used as it is.</param>
    public static string Of(string text, IEnumerable<string> toolNames)
    {
        var names = toolNames as IReadOnlySet<string> ?? toolNames.ToHashSet(StringComparer.Ordinal);
        var shape = new ShapeBuilder();
        foreach (var token in ShapeTokens.Of(text[..Math.Min(text.Length, LongestRead)]))
        {
            shape.Append(token.IsWord ? ShapeWords.Replace(token.Text, names) : token.Text);
        }

        return Cut(shape.ToString());
    }

    private static string Cut(string shape)
    {
        if (shape.Length <= Longest)
        {
            return shape;
        }

        var end = char.IsHighSurrogate(shape[Longest - 1]) ? Longest - 1 : Longest;
        return shape[..end];
    }

    /// <summary>Joins tokens, and merges lists of equal placeholders.</summary>
    private sealed class ShapeBuilder
    {
        private readonly StringBuilder _text = new();

        // The length of the text after the last placeholder; the rest may be the separator of a list.
        private int _placeholderEnd = -1;
        private string? _placeholder;

        public void Append(string token)
        {
            var isPlaceholder = ShapeWords.IsPlaceholder(token);
            if (isPlaceholder && token == _placeholder && IsSeparator(_placeholderEnd))
            {
                _text.Length = _placeholderEnd;
                return;
            }

            _text.Append(token);
            if (isPlaceholder)
            {
                (_placeholder, _placeholderEnd) = (token, _text.Length);
            }
        }

        public override string ToString() => _text.ToString().Trim();

        private bool IsSeparator(int from)
        {
            for (var at = from; at < _text.Length; at++)
            {
                if (!" ,;:.-+/|".Contains(_text[at], StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
