using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>A word or quoted string that may be replaced, or the text between them.</summary>
internal readonly record struct ShapeToken(string Text, bool IsWord);

/// <summary>Cuts a text into words, quoted strings, blanks and punctuation.</summary>
internal static class ShapeTokens
{
    private const char Escape = '\u001b';

    public static IEnumerable<ShapeToken> Of(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = Next(text, at, out var token);
            if (token is { } found)
            {
                yield return found;
            }

            at = next;
        }
    }

    private static int Next(string text, int at, out ShapeToken? token)
    {
        var first = text[at];
        if (first == Escape)
        {
            token = null;
            return EndOfEscape(text, at);
        }

        if (IsQuote(text, at) && ClosingQuote(text, at) is var closing and >= 0)
        {
            token = new ShapeToken(ShapeWords.Quoted, IsWord: false);
            return closing + 1;
        }

        if (IsBlank(first))
        {
            var end = at;
            while (end < text.Length && IsBlank(text[end]))
            {
                end++;
            }

            token = new ShapeToken(" ", IsWord: false);
            return end;
        }

        if (IsOfWord(first))
        {
            var end = EndOfWord(text, at);
            token = new ShapeToken(text[at..end], IsWord: true);
            return end;
        }

        return Rune.TryGetRuneAt(text, at, out var rune)
            ? Symbol(rune.ToString(), at, out token)
            : Symbol("?", at, out token);
    }

    private static int Symbol(string symbol, int at, out ShapeToken? token)
    {
        token = new ShapeToken(symbol, IsWord: false);
        return at + symbol.Length;
    }

    /// <summary>The end of a terminal's control sequence, such as a colour.</summary>
    private static int EndOfEscape(string text, int at)
    {
        var end = at + 1;
        if (end >= text.Length || text[end] != '[')
        {
            return end;
        }

        for (end++; end < text.Length && !char.IsAsciiLetter(text[end]); end++) { }

        return Math.Min(end + 1, text.Length);
    }

    // An apostrophe within a word is not a quote.
    private static bool IsQuote(string text, int at) =>
        text[at] is '"' or '\'' or '`' or '“' or '‘' && (at == 0 || !char.IsLetterOrDigit(text[at - 1]));

    private static int ClosingQuote(string text, int at)
    {
        var closing = text[at] switch
        {
            '“' => '”',
            '‘' => '’',
            var same => same,
        };
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\')
            {
                end++;
            }
            else if (text[end] == closing && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
            {
                return end;
            }
        }

        return -1;
    }

    private static bool IsBlank(char unit) => char.IsWhiteSpace(unit) || char.IsControl(unit);

    private static bool IsOfWord(char unit) =>
        char.IsLetterOrDigit(unit) || unit is '_' or '-' or '.' or '/' or '\\' or '~' or '@' or '$' or '#';

    private static int EndOfWord(string text, int at)
    {
        var (hasDigit, isUrl) = (false, false);
        var end = at;
        for (; end < text.Length; end++)
        {
            var joins = IsOfWord(text[end]) || (end > at && Joins(text, end, hasDigit, isUrl));
            if (!joins)
            {
                break;
            }

            hasDigit |= char.IsDigit(text[end]);
            isUrl |= text[end] == ':' && NextIs(text, end, '/');
        }

        return end;
    }

    /// <summary>
    /// Returns whether a character joins the parts of a time, a number, base64, a URL or a Windows path.
    /// </summary>
    private static bool Joins(string text, int at, bool hasDigit, bool isUrl)
    {
        var next = at + 1 < text.Length ? text[at + 1] : ' ';
        return text[at] switch
        {
            ':' => (char.IsDigit(text[at - 1]) && char.IsDigit(next))
                || (next == '/' && NextIs(text, at + 1, '/'))
                || (next == '\\' && char.IsAsciiLetter(text[at - 1])),
            ',' => char.IsDigit(text[at - 1]) && char.IsDigit(next),
            '+' or '%' or '=' => hasDigit || isUrl,
            '?' or '&' => isUrl,
            _ => false,
        };
    }

    private static bool NextIs(string text, int at, char unit) => at + 1 < text.Length && text[at + 1] == unit;
}
