using System.Globalization;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Values for the id of a process that are the id of none, by any reading. No process of Linux has an id from 4,194,304
/// (PID_MAX_LIMIT) on; 0 and small negative numbers are groups of processes to kill(2); and servers read texts, flags,
/// fractions and lists as numbers, or cut numbers to 32 bits.
/// </summary>
internal static class ProcessIds
{
    private const long Largest = 4_194_304;
    private const long LargestInt = int.MaxValue;

    // They are read as 0 or 1, or as a number that is cut to 0.
    private static readonly HashSet<string> Numeric = new(StringComparer.OrdinalIgnoreCase)
    {
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "null",
        "nil",
        "none",
        "nan",
        "inf",
        "infinity",
        "undefined",
    };

    /// <summary>Whether a value is the id of no process. Null is: it stands for no value.</summary>
    public static bool IsHarmless(JsonValue value) =>
        value switch
        {
            JsonValue.Null => true,
            JsonValue.Number number => IsHarmless(number),
            JsonValue.Text text => IsHarmless(text.Value),
            JsonValue.List list => list.Items.Count > 0
                && list.Items.All(item => item is not JsonValue.Null && IsHarmless(item)),
            JsonValue.Map map => map.Members.All(member => IsHarmless(member.Value)),
            _ => false,
        };

    /// <summary>The value, or one like it that is the id of no process.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="takesLists">Whether the property is a list of ids, so that an empty one stands for none.</param>
    public static JsonValue Replace(JsonValue value, bool takesLists) =>
        value switch
        {
            _ when IsHarmless(value) => value,
            JsonValue.Number number => new JsonValue.Number(Like(number)),
            JsonValue.Text text => new JsonValue.Text(Like(text.Value)),
            JsonValue.List { Items.Count: 0 } => takesLists ? value : new JsonValue.List([First()]),
            JsonValue.List list => new JsonValue.List([
                .. list.Items.Select(item => item is JsonValue.Null ? First() : Replace(item, takesLists: false)),
            ]),
            JsonValue.Map map => new JsonValue.Map([
                .. map.Members.Select(member =>
                    KeyValuePair.Create(member.Key, Replace(member.Value, takesLists: false))
                ),
            ]),

            // A flag is 0 or 1 to many.
            _ => JsonValue.Map.Empty,
        };

    private static JsonValue.Number First() => new(Largest + 1);

    private static bool IsHarmless(JsonValue.Number number) =>
        number.Raw.AsSpan().IndexOfAny('e', 'E') < 0
        && number.Exact is { } exact
        && Math.Abs(exact.Nearest) is >= Largest + 1 and <= LargestInt;

    private static bool IsHarmless(string text)
    {
        if (text.Length is > 0 and <= 10 && text[0] != '0' && text.All(char.IsAsciiDigit))
        {
            return long.Parse(text, CultureInfo.InvariantCulture) is > Largest and <= LargestInt;
        }

        return text.Any(char.IsLetter) && !text.Any(char.IsNumber) && !Numeric.Contains(text.Trim());
    }

    // Numbers that differ, differ after it as well, so far as there is room for them; the sign and a fraction stay.
    private static string Like(JsonValue.Number number)
    {
        var sign = number.Raw.StartsWith('-') ? "-" : "";
        if (number.Exact is not { } exact || Math.Abs(exact.Nearest) > Largest)
        {
            return $"{sign}{LargestInt}";
        }

        var whole = Largest + 1 + (long)Math.Truncate(Math.Abs(exact.Nearest));
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}{(exact.IsWhole ? "" : ".5")}");
    }

    private static string Like(string text)
    {
        var isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        var distance = isWhole ? Math.Abs(number % Largest) : Math.Min(text.Length, Largest);
        return (Largest + 1 + distance).ToString(CultureInfo.InvariantCulture);
    }
}
