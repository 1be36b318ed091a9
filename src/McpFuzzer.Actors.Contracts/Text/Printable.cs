using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>Output of a target as a person or a log reader may see it: nothing in it can move a cursor, end a line or reorder text.</summary>
public static class Printable
{
    /// <summary>Decodes loosely as UTF-8 and escapes; see <see cref="Escape" />.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes, bool keepNewlines = false) =>
        Escape(Encoding.UTF8.GetString(bytes), keepNewlines);

    /// <summary>Control and format characters and lone surrogates become <c>\n</c>, <c>\t</c>, <c>\u001b</c> and the like; a byte that is not UTF-8 <c>\xe9</c>.</summary>
    /// <param name="text">What a target wrote.</param>
    /// <param name="keepNewlines">Leaves LF as it is, where several lines may stand.</param>
    public static string Escape(string text, bool keepNewlines = false)
    {
        var shown = new StringBuilder(text.Length);
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate is enumerated as U+FFFD, and is one unit like that.
            var isByte = ByteText.IsEscape(text, index);
            var at = index;
            index += rune.Utf16SequenceLength;
            if (isByte)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\x{text[at] & 0xFF:x2}");
                continue;
            }

            switch (rune.Value)
            {
                case '\n' when keepNewlines:
                    shown.Append('\n');
                    break;
                case '\n':
                    shown.Append("\\n");
                    break;
                case '\r':
                    shown.Append("\\r");
                    break;
                case '\t':
                    shown.Append("\\t");
                    break;
                default:
                    Append(shown, rune);
                    break;
            }
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        var hidden =
            Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse;
        if (hidden)
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        else
        {
            shown.Append(rune.ToString());
        }
    }
}
