using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Reads anything that a server sent, including strings with lone surrogates, which GetString rejects.
/// </summary>
internal static class JsonValueReader
{
    /// <summary>Deeper values are read as null. No handwritten schema is that deep.</summary>
    public const int DeepestLevel = 100;

    /// <summary>Copies an element; an undefined one is null.</summary>
    public static JsonValue Read(JsonElement element) => Read(element, 0);

    private static JsonValue Read(JsonElement element, int level) =>
        element.ValueKind switch
        {
            JsonValueKind.True => new JsonValue.Bool(true),
            JsonValueKind.False => new JsonValue.Bool(false),
            JsonValueKind.Number => new JsonValue.Number(element.GetRawText()),
            JsonValueKind.String => new JsonValue.Text(Unquoted(element)),
            JsonValueKind.Array when level < DeepestLevel => new JsonValue.List([
                .. element.EnumerateArray().Select(item => Read(item, level + 1)),
            ]),
            JsonValueKind.Object when level < DeepestLevel => new JsonValue.Map([
                .. element
                    .EnumerateObject()
                    .Select(member =>
                        KeyValuePair.Create(
                            TextOf(JsonMarshal.GetRawUtf8PropertyName(member)),
                            Read(member.Value, level + 1)
                        )
                    ),
            ]),
            _ => JsonValue.Null.Instance,
        };

    private static string Unquoted(JsonElement element) => TextOf(JsonMarshal.GetRawUtf8Value(element)[1..^1]);

    // Decoded leniently: System.Text.Json accepts invalid UTF-8 in a string until the string is read.
    private static string TextOf(ReadOnlySpan<byte> escaped)
    {
        var quoted = Encoding.UTF8.GetString(escaped);
        if (!quoted.Contains('\\', StringComparison.Ordinal))
        {
            return quoted;
        }

        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] != '\\')
            {
                text.Append(quoted[i]);
                continue;
            }

            i++;
            if (quoted[i] == 'u')
            {
                text.Append(
                    (char)ushort.Parse(quoted.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
            }
            else
            {
                text.Append(Unescape(quoted[i]));
            }
        }

        return text.ToString();
    }

    private static char Unescape(char escaped) =>
        escaped switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => escaped,
        };
}
