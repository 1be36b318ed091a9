using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One place and its first values: none, a value of another type, a value out of bounds, null.</summary>
/// <param name="schema">The tool's.</param>
/// <param name="place">The place.</param>
/// <param name="variants">Its schema, flattened.</param>
/// <param name="around">The arguments that it is changed in.</param>
internal sealed class FirstPlace(ToolSchema schema, SchemaPlace place, SchemaNode[] variants, JsonValue.Map around)
{
    /// <summary>The upper bound of values of a place.</summary>
    public const int MostValues = 4;

    private IReadOnlyList<JsonValue?>? _values;

    public string[] Path => place.Path;

    public IReadOnlyList<SchemaNode> Variants => variants;

    /// <summary>The values; null stands for a removed value.</summary>
    public IReadOnlyList<JsonValue?> Values => _values ??= Find();

    /// <summary>Returns the arguments with one of the values; the index wraps around.</summary>
    public JsonValue.Map Apply(int index) => Put(Values[index % Values.Count]);

    /// <summary>Returns the arguments with a value in this place.</summary>
    public JsonValue.Map Put(JsonValue? value) => new Edit(place.Path, value).Apply(around);

    private JsonValue?[] Find() =>
        [
            null,
            .. Worst(EdgeValues.OtherTypes(variants[0]).Where(value => value is not JsonValue.Null)),
            .. Worst(variants.SelectMany(OutOfBounds)),
            JsonValue.Null.Instance,
        ];

    // Returns a certain breach if there is one, otherwise an uncertain one.
    private IEnumerable<JsonValue> Worst(IEnumerable<JsonValue> values)
    {
        JsonValue? unsure = null;
        foreach (var value in values.Select(value => schema.Harmless(value, place.Path)))
        {
            switch (schema.Assess(place.Schema, value).Validity)
            {
                case Validity.Invalid:
                    return [value];
                case Validity.Unsure:
                    unsure ??= value;
                    break;
                default:
                    break;
            }
        }

        return unsure is null ? [] : [unsure];
    }

    private IEnumerable<JsonValue> OutOfBounds(SchemaNode flat)
    {
        var isStrict = flat.AdditionalProperties is { Never: true };
        var sample =
            isStrict || BoundsLists(flat)
                ? new ValueMaker(schema, schema.RandomOf(0, Phases.Boundary, 0), ValueStyle.Full).Make(flat)
                : JsonValue.Null.Instance;
        var bounds = EdgeValues.Bounds(flat, sample);
        return isStrict && sample is JsonValue.Map map ? bounds.Append(BoundaryEdits.WithExtra(map)) : bounds;
    }

    // Only schemas that limit lists get very long ones.
    private static bool BoundsLists(SchemaNode flat) =>
        flat.Allows(JsonTypes.Array)
        && (
            flat.MinItems is not null
            || flat.MaxItems is not null
            || flat.UniqueItems
            || flat.PrefixItems.Count > 0
            || flat.Items is { Never: true }
        );
}
