namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>
/// Checks that each brace and bracket of a HOCON text is matched. Akka's parser takes a text that is cut off for a
/// whole one, and drops a brace too many.
/// </summary>
internal static class HoconBraces
{
    /// <summary>Returns what is wrong, in words; null where all are matched.</summary>
    public static string? ErrorOf(string text)
    {
        var open = new Stack<(char Brace, int Line)>();
        var line = 1;
        for (var at = 0; at < text.Length; )
        {
            var next = Skipped(text, at);
            if (next > at)
            {
                line += text.AsSpan(at, next - at).Count('\n');
                at = next;
                continue;
            }

            var character = text[at++];
            switch (character)
            {
                case '\n':
                    line++;
                    break;
                case '{' or '[':
                    open.Push((character, line));
                    break;
                case '}' or ']' when open.Count == 0 || open.Pop().Brace != (character == '}' ? '{' : '['):
                    return $"line {line}: {character} closes nothing";
            }
        }

        return open.Count == 0 ? null : $"line {open.Peek().Line}: {open.Peek().Brace} is never closed";
    }

    /// <summary>Returns the end of the comment or the quoted text that begins at an index, or that index.</summary>
    private static int Skipped(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest[0] == '#' || rest.StartsWith("//"))
        {
            return End(text, at, "\n", 0);
        }

        if (rest.StartsWith("\"\"\""))
        {
            return End(text, at + 3, "\"\"\"", 3);
        }

        if (rest[0] != '"')
        {
            return at;
        }

        var end = at + 1;
        while (end < text.Length && text[end] is not ('"' or '\n'))
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end + 1, text.Length);
    }

    private static int End(string text, int from, string closing, int width)
    {
        var found = text.IndexOf(closing, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + width;
    }
}
