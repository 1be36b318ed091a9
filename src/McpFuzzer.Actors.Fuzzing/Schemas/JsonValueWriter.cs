using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Compact UTF-8 JSON whose bytes are the same on every runtime: only quote, backslash, control characters and lone
/// surrogates are escaped.
/// </summary>
internal static class JsonValueWriter
{
    private const int UsualSize = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly SearchValues<char> NotPlain = SearchValues.Create(
        $"\"\\{Range('\0', '\u001f')}{Range('\ud800', '\udfff')}"
    );

    /// <summary>The bytes of a value, and whether its texts are all Unicode.</summary>
    public static WrittenJson Write(JsonValue value)
    {
        var json = new ArrayBufferWriter<byte>(UsualSize);
        var isUnicode = true;
        Write(json, value, ref isUnicode);
        return new WrittenJson(json.WrittenSpan.ToArray(), isUnicode);
    }

    /// <summary>The bytes of a value.</summary>
    public static byte[] ToBytes(JsonValue value) => Write(value).Json;

    /// <summary>The text of a value; it holds no lone surrogate.</summary>
    public static string ToText(JsonValue value) => Utf8.GetString(ToBytes(value));

    private static void Write(ArrayBufferWriter<byte> json, JsonValue value, ref bool isUnicode)
    {
        switch (value)
        {
            case JsonValue.Null:
                json.Write("null"u8);
                break;
            case JsonValue.Bool flag:
                json.Write(flag.Value ? "true"u8 : "false"u8);
                break;
            case JsonValue.Number number:
                Plain(json, number.Raw);
                break;
            case JsonValue.Text words:
                Quote(json, words.Value, ref isUnicode);
                break;
            case JsonValue.List list:
                WriteList(json, list, ref isUnicode);
                break;
            case JsonValue.Map map:
                WriteMap(json, map, ref isUnicode);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "not a JSON value");
        }
    }

    private static void WriteList(ArrayBufferWriter<byte> json, JsonValue.List list, ref bool isUnicode)
    {
        json.Write("["u8);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                json.Write(","u8);
            }

            Write(json, list.Items[i], ref isUnicode);
        }

        json.Write("]"u8);
    }

    private static void WriteMap(ArrayBufferWriter<byte> json, JsonValue.Map map, ref bool isUnicode)
    {
        json.Write("{"u8);
        for (var i = 0; i < map.Members.Count; i++)
        {
            if (i > 0)
            {
                json.Write(","u8);
            }

            var (name, value) = map.Members[i];
            Quote(json, name, ref isUnicode);
            json.Write(":"u8);
            Write(json, value, ref isUnicode);
        }

        json.Write("}"u8);
    }

    private static void Quote(ArrayBufferWriter<byte> json, string value, ref bool isUnicode)
    {
        json.Write("\""u8);
        var rest = value.AsSpan();
        while (rest.IndexOfAny(NotPlain) is >= 0 and var at)
        {
            Plain(json, rest[..at]);
            rest = rest[at..];
            var used = 1;
            if (rest[0] is '"' or '\\')
            {
                json.Write("\\"u8);
                Plain(json, rest[..1]);
            }
            else if (rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]))
            {
                used = 2;
                Plain(json, rest[..2]);
            }
            else
            {
                isUnicode &= !char.IsSurrogate(rest[0]);
                Plain(json, string.Create(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:x4}"));
            }

            rest = rest[used..];
        }

        Plain(json, rest);
        json.Write("\""u8);
    }

    private static void Plain(ArrayBufferWriter<byte> json, ReadOnlySpan<char> text) => Utf8.GetBytes(text, json);

    private static string Range(char first, char last) =>
        string.Concat(Enumerable.Range(first, last - first + 1).Select(unit => (char)unit));
}
