using System.Globalization;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Values for a process id that cannot name a process, however a server reads them. No process on Linux has an id of
/// 4,194,304 (PID_MAX_LIMIT) or more. kill(2) reads 0 and small negative numbers as process groups. Servers read
/// strings, booleans, fractions and lists as numbers, or truncate numbers to 32 bits.
/// </summary>
internal static class ProcessIds
{
    private const long Largest = 4_194_304;
    private const long LargestInt = int.MaxValue;

    // A server may read these as 0 or 1, or as a number that it truncates to 0.
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

    /// <summary>Returns whether a value cannot be a process id. Null cannot, since it stands for no value.</summary>
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

    /// <summary>Returns the value, or a similar one that cannot be a process id.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="takesLists">Whether the property is a list of ids, where an empty list names no process.</param>
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

            // Many programs read a boolean as 0 or 1.
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

    // Different numbers stay different as far as possible. The sign and a fraction stay.
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
