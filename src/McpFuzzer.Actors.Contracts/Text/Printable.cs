using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>Makes output of a target safe to show: it cannot move a cursor, end a line or reorder text.</summary>
public static class Printable
{
    /// <summary>Decodes leniently as UTF-8 and escapes; see <see cref="Escape" />.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes, bool keepNewlines = false) =>
        Escape(Encoding.UTF8.GetString(bytes), keepNewlines);

    /// <summary>
    /// Escapes control and format characters and lone surrogates as <c>\n</c>, <c>\t</c>, <c>\u001b</c> and the like,
    /// and bytes that are not UTF-8 as <c>\xe9</c>.
    /// </summary>
    /// <param name="text">A target's output.</param>
    /// <param name="keepNewlines">Keeps LF, when several lines are allowed.</param>
    public static string Escape(string text, bool keepNewlines = false)
    {
        var shown = new StringBuilder(text.Length);
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate is enumerated as U+FFFD, and is one unit too.
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
