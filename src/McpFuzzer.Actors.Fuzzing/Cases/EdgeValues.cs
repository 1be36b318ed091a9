using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The values at and beyond the edges of one schema: first those that its keywords name, then what is odd for its type.</summary>
internal static class EdgeValues
{
    private const int MostItems = 1_000;
    private const int NestedLevels = 64;

    private static readonly ExactNumber One = ExactNumber.Of(1);
    private static readonly ExactNumber MinusOne = ExactNumber.Of(-1);

    /// <summary>At each bound and one step beyond, in the order of importance.</summary>
    public static IEnumerable<JsonValue> Bounds(SchemaNode flat, JsonValue sample)
    {
        IEnumerable<JsonValue> values = flat.Enum ?? [];
        if (flat.Enum is not null || flat.Const is not null)
        {
            values = values.Append(new JsonValue.Text("not-in-the-list"));
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
            values = values.Concat([new JsonValue.Bool(false), new JsonValue.Bool(true)]);
        }

        return flat.Allows(JsonTypes.Array) && sample is JsonValue.List list
            ? values.Concat(ListBounds(flat, list))
            : values;
    }

    /// <summary>A value of each type, and values that take one type for another.</summary>
    public static IReadOnlyList<JsonValue> OtherTypes(SchemaNode flat)
    {
        JsonValue[] all =
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
        return [.. all.Where(value => (value.Types & flat.Types) == JsonTypes.None)];
    }

    /// <summary>Values that the type allows and programs stumble over.</summary>
    public static IEnumerable<JsonValue> Odd(SchemaNode flat)
    {
        var values = Enumerable.Empty<JsonValue>();
        if (flat.Allows(JsonTypes.String))
        {
            values = values.Concat(Oddities.Texts.Select(text => new JsonValue.Text(text)));
            values = values.Append(new JsonValue.Text(TextMaker.Repeat(Oddities.HugeLength)));
        }

        if (flat.Allows(JsonTypes.Integer | JsonTypes.Number))
        {
            values = values.Concat(Oddities.Wholes.Concat(Oddities.Fractions).Select(raw => new JsonValue.Number(raw)));
        }

        if (flat.Allows(JsonTypes.Array))
        {
            values = values.Append(Nested());
        }

        if (flat.Allows(JsonTypes.Object))
        {
            values = values.Concat([
                new JsonValue.Map([KeyValuePair.Create<string, JsonValue>("", new JsonValue.Text(""))]),
                new JsonValue.Map([KeyValuePair.Create("__proto__", (JsonValue)JsonValue.Map.Empty)]),
            ]);
        }

        return values;
    }

    private static IEnumerable<JsonValue> TextBounds(SchemaNode flat)
    {
        yield return new JsonValue.Text("");
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

        yield return new JsonValue.Text(TextMaker.Repeat(Oddities.LongLength));
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
            yield return new JsonValue.Number(step.Times(ExactNumber.Parse("1.5")!.Value).ToJson());
        }

        foreach (var ordinary in (long[])[0, -1, 1])
        {
            yield return new JsonValue.Number(ordinary);
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
        yield return new JsonValue.List([.. Enumerable.Repeat(item, ItemsWithin(item))]);
    }

    // Large items in a long list would be megabytes.
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
