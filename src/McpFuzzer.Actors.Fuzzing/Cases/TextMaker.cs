using System.Text;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Generates strings for a schema's format, pattern and lengths.</summary>
internal sealed class TextMaker(PatternBook patterns, CaseRandom random, ValueStyle style)
{
    private const int MostUnits = Oddities.HugeLength;
    private const int PatternAttempts = 8;
    private const string Filler = "abcdefghijklmnopqrstuvwxyz0123456789";

    // Every repeated string is a prefix of this one. Longer ones are bounded by the frame limit.
    private static readonly string Longest = string.Create(
        Oddities.HugeLength + 1,
        Filler,
        static (units, filler) =>
        {
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = filler[i % filler.Length];
            }
        }
    );

    private static readonly string[] Words =
    [
        "example",
        "hello",
        "test",
        "a",
        "value",
        "42",
        "hello world",
        "Name",
        "x-1",
    ];

    private int _unitsLeft = MostUnits;

    /// <summary>
    /// Returns a string that should satisfy the schema. Long strings use up a budget that all calls share.
    /// </summary>
    public string Make(SchemaNode schema)
    {
        var text = Known(schema) ?? Fit(Free(), schema);
        _unitsLeft = Math.Max(0, _unitsLeft - text.Length);
        return text;
    }

    private string? Known(SchemaNode schema)
    {
        if (schema.Patterns.Count > 0)
        {
            return OfPattern(schema);
        }

        var plain = schema.Format is null ? [] : SchemaFormats.PlainValues(schema.Format);
        var fitting = plain.Where(text => FitsLength(text, schema)).ToArray();
        return fitting.Length == 0 ? null
            : style is ValueStyle.Minimal or ValueStyle.Full ? fitting[0]
            : random.Pick(fitting);
    }

    private string? OfPattern(SchemaNode schema)
    {
        var maker = patterns.Texts(schema.Patterns[0]);
        string? made = null;
        for (var i = 0; i < PatternAttempts; i++)
        {
            made = maker.Make(random);
            if (made is null || FitsLength(made, schema))
            {
                return made;
            }
        }

        return made;
    }

    private static bool FitsLength(string text, SchemaNode schema) =>
        text.Length >= (schema.MinLength ?? 0) && text.Length <= (schema.MaxLength ?? long.MaxValue);

    private string Free() =>
        style switch
        {
            ValueStyle.Minimal or ValueStyle.Full => Words[0],
            ValueStyle.Plain => random.Pick(Words),
            _ => random.Below(8) switch
            {
                0 => "",
                1 or 2 => random.Pick(Oddities.Texts),
                3 => Drawn(random.Between(65, 300), static random => (char)random.Between(' ', '~')),
                4 => Drawn(random.Between(1, 20), static random => (char)random.Between('\u00A0', '\uD7FF')),
                5 => random.Pick(Words),
                _ => Drawn(random.Between(1, 40), static random => (char)random.Between(' ', '~')),
            },
        };

    private string Drawn(long length, Func<CaseRandom, char> draw)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            text.Append(draw(random));
        }

        return text.ToString();
    }

    private string Fit(string text, SchemaNode schema)
    {
        var least = (int)Math.Min(schema.MinLength ?? 0, Math.Min(_unitsLeft, Oddities.HugeLength));
        var most = (int)Math.Min(schema.MaxLength ?? int.MaxValue, Math.Max(_unitsLeft, least));
        if (text.Length < least)
        {
            return text + Repeat(least - text.Length);
        }

        return text.Length > most ? text[..most] : text;
    }

    /// <summary>Returns plain letters and digits of a given length.</summary>
    public static string Repeat(int length) => Longest[..length];
}
