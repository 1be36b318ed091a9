using System.Text;
using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Removes from a message what it repeats of the call's arguments, so that one bug has one shape for all arguments,
/// including empty strings.
/// </summary>
internal static class EchoedArguments
{
    private const int DeepestArguments = 100_000;
    private const int LongestMessage = 2_048;

    // One or two letters may occur in a message by chance.
    private const int ShortestWithin = 4;

    private static readonly string[] NoValue = ["null", "undefined", "true", "false", "None", "NaN"];

    /// <summary>
    /// Returns the message without the strings and numbers of the arguments, and without the words for a missing value.
    /// </summary>
    public static string Without(string message, ReadOnlyMemory<byte> arguments)
    {
        var left = message.Length <= LongestMessage ? message : message[..LongestMessage];
        foreach (var value in ValuesOf(arguments.Span).OrderByDescending(value => value.Length))
        {
            left = Replace(left, value);
        }

        return left;
    }

    private static string Replace(string message, string value)
    {
        var at = message.IndexOf(value, StringComparison.Ordinal);
        if (at < 0)
        {
            return message;
        }

        var left = new StringBuilder();
        var from = 0;
        for (; at >= 0; at = message.IndexOf(value, at, StringComparison.Ordinal))
        {
            var end = at + value.Length;
            var standsAlone = !IsInWord(message, at - 1, at) && !IsInWord(message, end - 1, end);
            if (standsAlone || (value.Length >= ShortestWithin && !NoValue.Contains(value)))
            {
                left.Append(message, from, at - from);
                from = end;
            }

            at = end;
        }

        return left.Append(message, from, message.Length - from).ToString();
    }

    private static bool IsInWord(string message, int before, int after) =>
        before >= 0
        && after < message.Length
        && char.IsLetterOrDigit(message[before])
        && char.IsLetterOrDigit(message[after]);

    private static HashSet<string> ValuesOf(ReadOnlySpan<byte> arguments)
    {
        var values = new HashSet<string>(NoValue, StringComparer.Ordinal);
        var reader = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = DeepestArguments });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String)
                {
                    Add(values, reader.GetString()!);
                }
                else if (reader.TokenType is JsonTokenType.Number)
                {
                    Add(values, Encoding.UTF8.GetString(reader.ValueSpan));
                }
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // A message cannot repeat what is not text or nested too deeply.
        }

        return values;
    }

    // A server may trim what it repeats, or join its lines.
    private static void Add(HashSet<string> values, string text)
    {
        foreach (var form in (string[])[text, text.Trim()])
        {
            if (form.Length > 0)
            {
                values.Add(form);
            }
        }
    }
}
