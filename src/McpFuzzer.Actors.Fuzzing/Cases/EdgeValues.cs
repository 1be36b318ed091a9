using System.Collections.Concurrent;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The values at the edges of one schema and beyond: first those of its keywords, then odd values of its type. Values
/// that depend on no schema are shared.
/// </summary>
internal static class EdgeValues
{
    private const int MostItems = 1_000;
    private const int NestedLevels = 64;

    private static readonly ExactNumber One = ExactNumber.Of(1);
    private static readonly ExactNumber MinusOne = ExactNumber.Of(-1);
    private static readonly ExactNumber OneAndAHalf = ExactNumber.Parse("1.5")!.Value;

    private static readonly JsonValue Unlisted = new JsonValue.Text("not-in-the-list");
    private static readonly JsonValue Empty = new JsonValue.Text("");
    private static readonly JsonValue Long = new JsonValue.Text(TextMaker.Repeat(Oddities.LongLength));
    private static readonly JsonValue[] Flags = [new JsonValue.Bool(false), new JsonValue.Bool(true)];
    private static readonly JsonValue[] Ordinary =
    [
        new JsonValue.Number(0),
        new JsonValue.Number(-1),
        new JsonValue.Number(1),
    ];

    private static readonly JsonValue[] EachType =
    [
        JsonValue.Null.Instance,
        new JsonValue.Number(7),
        new JsonValue.Text("7"),
        new JsonValue.Bool(true),
        new JsonValue.List([]),
        JsonValue.Map.Empty,
        new JsonValue.Number("0.5"),
        new JsonValue.List([JsonValue.Null.Instance]),
    ];

    private static readonly JsonValue[] OddTexts =
    [
        .. Oddities.Texts.Select(text => new JsonValue.Text(text)),
        new JsonValue.Text(TextMaker.Repeat(Oddities.HugeLength)),
    ];

    private static readonly JsonValue[] OddNumbers =
    [
        .. Oddities.Wholes.Concat(Oddities.Fractions).Select(raw => new JsonValue.Number(raw)),
    ];

    private static readonly JsonValue[] OddLists = [Nested()];
    private static readonly JsonValue[] OddMaps =
    [
        new JsonValue.Map([KeyValuePair.Create("", Empty)]),
        new JsonValue.Map([KeyValuePair.Create("__proto__", (JsonValue)JsonValue.Map.Empty)]),
    ];

    private static readonly ConcurrentDictionary<JsonTypes, IReadOnlyList<JsonValue>> OtherByTypes = new();
    private static readonly ConcurrentDictionary<JsonTypes, IReadOnlyList<JsonValue>> OddByTypes = new();

    /// <summary>Values at each bound and one step beyond, in order of importance.</summary>
    public static IEnumerable<JsonValue> Bounds(SchemaNode flat, JsonValue sample)
    {
        IEnumerable<JsonValue> values = flat.Enum ?? [];
        if (flat.Enum is not null || flat.Const is not null)
        {
            values = values.Append(Unlisted);
        }
        else if (flat.Allows(JsonTypes.String))
        {
            values = values.Concat(TextBounds(flat));
        }

        if (flat.Allows(JsonTypes.Integer | JsonTypes.Number))
        {
            values = values.Concat(NumberBounds(flat));
        }

        if (flat.Allows(JsonTypes.Boolean))
        {
            values = values.Concat(Flags);
        }

        return flat.Allows(JsonTypes.Array) && sample is JsonValue.List list
            ? values.Concat(ListBounds(flat, list))
            : values;
    }

    /// <summary>A value of each type, and values that look like another type.</summary>
    public static IReadOnlyList<JsonValue> OtherTypes(SchemaNode flat) =>
        OtherByTypes.GetOrAdd(
            flat.Types,
            static types => [.. EachType.Where(value => (value.Types & types) == JsonTypes.None)]
        );

    /// <summary>Values that the type allows and that often break programs.</summary>
    public static IReadOnlyList<JsonValue> Odd(SchemaNode flat) =>
        OddByTypes.GetOrAdd(
            flat.Types,
            static types =>
                [
                    .. types.HasFlag(JsonTypes.String) ? OddTexts : [],
                    .. (types & (JsonTypes.Integer | JsonTypes.Number)) != JsonTypes.None ? OddNumbers : [],
                    .. types.HasFlag(JsonTypes.Array) ? OddLists : [],
                    .. types.HasFlag(JsonTypes.Object) ? OddMaps : [],
                ]
        );

    private static IEnumerable<JsonValue> TextBounds(SchemaNode flat)
    {
        yield return Empty;
        foreach (
            var bound in new[] { flat.MinLength, flat.MaxLength }
                .OfType<long>()
                .Where(bound => bound <= Oddities.HugeLength)
        )
        {
            yield return new JsonValue.Text(TextMaker.Repeat((int)bound));
            yield return new JsonValue.Text(TextMaker.Repeat((int)bound + 1));
            yield return new JsonValue.Text(TextMaker.Repeat(Math.Max(0, (int)bound - 1)));
        }

        yield return Long;
    }

    private static IEnumerable<JsonValue> NumberBounds(SchemaNode flat)
    {
        foreach (
            var bound in new[]
            {
                flat.Minimum,
                flat.ExclusiveMinimum,
                flat.Maximum,
                flat.ExclusiveMaximum,
            }.OfType<ExactNumber>()
        )
        {
            yield return new JsonValue.Number(bound.ToJson());
            yield return new JsonValue.Number(bound.Plus(MinusOne).ToJson());
            yield return new JsonValue.Number(bound.Plus(One).ToJson());
        }

        if (flat.MultipleOf is { } step)
        {
            yield return new JsonValue.Number(step.ToJson());
            yield return new JsonValue.Number(step.Times(OneAndAHalf).ToJson());
        }

        foreach (var ordinary in Ordinary)
        {
            yield return ordinary;
        }
    }

    private static IEnumerable<JsonValue> ListBounds(SchemaNode flat, JsonValue.List sample)
    {
        yield return new JsonValue.List([]);
        var item = sample.Items.Count > 0 ? sample.Items[0] : new JsonValue.Text("item");
        foreach (var bound in new[] { flat.MinItems, flat.MaxItems }.OfType<long>().Where(bound => bound <= MostItems))
        {
            yield return Filled(sample, item, (int)bound);
            yield return Filled(sample, item, (int)bound + 1);
            yield return Filled(sample, item, Math.Max(0, (int)bound - 1));
        }

        yield return new JsonValue.List([item, item]);
        yield return new JsonValue.List(new RepeatedItem(item, ItemsWithin(item)));
    }

    // A long list of large items would take megabytes.
    private static int ItemsWithin(JsonValue item) =>
        Math.Clamp(2 * Oddities.HugeLength / (JsonValueWriter.ToText(item).Length + 1), 2, MostItems);

    private static JsonValue.List Filled(JsonValue.List sample, JsonValue item, int count) =>
        new([.. sample.Items.Concat(Enumerable.Repeat(item, ItemsWithin(item))).Take(count)]);

    private static JsonValue Nested()
    {
        JsonValue nested = new JsonValue.List([]);
        for (var i = 1; i < NestedLevels; i++)
        {
            nested = new JsonValue.List([nested]);
        }

        return nested;
    }
}
