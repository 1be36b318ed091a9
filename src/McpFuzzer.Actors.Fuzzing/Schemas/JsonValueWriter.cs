using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Compact UTF-8 JSON whose bytes never change with the runtime: escaped are quote, backslash, control characters and lone surrogates, nothing else.
/// </summary>
internal static class JsonValueWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The bytes of a value.</summary>
    public static byte[] ToBytes(JsonValue value) => Utf8.GetBytes(ToText(value));

    /// <summary>The text of a value; it holds no lone surrogate.</summary>
    public static string ToText(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonValue.Null:
                text.Append("null");
                break;
            case JsonValue.Bool flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case JsonValue.Number number:
                text.Append(number.Raw);
                break;
            case JsonValue.Text words:
                Quote(text, words.Value);
                break;
            case JsonValue.List list:
                WriteAll(text, '[', list.Items, ']', static (text, item) => Write(text, item));
                break;
            case JsonValue.Map map:
                WriteAll(text, '{', map.Members, '}', WriteMember);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "no JSON value");
        }
    }

    private static void WriteMember(StringBuilder text, KeyValuePair<string, JsonValue> member)
    {
        Quote(text, member.Key);
        text.Append(':');
        Write(text, member.Value);
    }

    private static void WriteAll<T>(
        StringBuilder text,
        char open,
        IReadOnlyList<T> parts,
        char close,
        Action<StringBuilder, T> write
    )
    {
        text.Append(open);
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            write(text, parts[i]);
        }

        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var used);
            if (status != OperationStatus.Done)
            {
                Escape(text, rest[0]);
                rest = rest[1..];
                continue;
            }

            if (rune.Value is '"' or '\\')
            {
                text.Append('\\').Append((char)rune.Value);
            }
            else if (rune.Value < ' ')
            {
                Escape(text, (char)rune.Value);
            }
            else
            {
                text.Append(rest[..used]);
            }

            rest = rest[used..];
        }

        text.Append('"');
    }

    private static void Escape(StringBuilder text, char unit) =>
        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
}
