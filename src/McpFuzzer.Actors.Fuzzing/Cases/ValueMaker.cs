using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Generates a value for a schema. The value should be valid, but may not be: the checker finds violations of
/// <c>not</c>, exclusive choices and extreme counts. Depth, number of values and text are bounded.
/// </summary>
internal sealed class ValueMaker(ToolSchema whole, CaseRandom random, ValueStyle style)
{
    private const int DeepestOptional = 4;
    private const int DeepestLevel = 16;
    private const int MostValues = 500;
    private const int MostItems = 200;

    private readonly SchemaFlattener _flattener = new(whole.Document);
    private readonly TextMaker _texts = new(whole.Patterns, random, style);
    private int _values;

    private bool TakesFirst => style is ValueStyle.Minimal or ValueStyle.Full;

    /// <summary>Returns a value that should satisfy the schema.</summary>
    public JsonValue Make(SchemaNode schema) => Make(schema, 0);

    private JsonValue Make(SchemaNode schema, int level)
    {
        var flat = _flattener.Flatten(schema, count => TakesFirst ? 0 : random.Below(count));
        if (flat.Const is not null)
        {
            return flat.Const;
        }

        if (flat.Enum is { Count: > 0 } allowed)
        {
            return TakesFirst ? allowed[0] : random.Pick(allowed);
        }

        var known = flat.Default is null ? flat.Examples : [.. flat.Examples, flat.Default];
        if (known.Count > 0 && (style != ValueStyle.Wild || random.OneIn(4)))
        {
            return TakesFirst ? known[0] : random.Pick(known);
        }

        var type = TypeOf(flat);
        return ++_values > MostValues || level > DeepestLevel ? Smallest(type) : MakeOf(type, flat, level);
    }

    private JsonValue MakeOf(JsonTypes type, SchemaNode flat, int level) =>
        type switch
        {
            JsonTypes.Object => MakeMap(flat, level),
            JsonTypes.Array => MakeList(flat, level),
            JsonTypes.String => new JsonValue.Text(_texts.Make(flat)),
            JsonTypes.Integer => NumberMaker.Make(flat, isWhole: true, random, style),
            JsonTypes.Number => NumberMaker.Make(flat, isWhole: false, random, style),
            JsonTypes.Boolean => new JsonValue.Bool(TakesFirst || random.OneIn(2)),
            _ => JsonValue.Null.Instance,
        };

    private static JsonValue Smallest(JsonTypes type) =>
        type switch
        {
            JsonTypes.Object => JsonValue.Map.Empty,
            JsonTypes.Array => new JsonValue.List([]),
            JsonTypes.String => new JsonValue.Text(""),
            JsonTypes.Integer or JsonTypes.Number => new JsonValue.Number(0),
            JsonTypes.Boolean => new JsonValue.Bool(false),
            _ => JsonValue.Null.Instance,
        };

    private JsonTypes TypeOf(SchemaNode flat)
    {
        if (flat.Types == JsonTypes.Any)
        {
            return TypeByKeywords(flat);
        }

        if (flat.Types is JsonTypes.Object or JsonTypes.Array or JsonTypes.String or JsonTypes.Integer)
        {
            return flat.Types;
        }

        JsonTypes[] order =
        [
            JsonTypes.Object,
            JsonTypes.Array,
            JsonTypes.String,
            flat.Allows(JsonTypes.Number) ? JsonTypes.Number : JsonTypes.Integer,
            JsonTypes.Boolean,
            JsonTypes.Null,
        ];
        var allowed = order.Where(type => flat.Allows(type)).ToArray();
        return allowed.Length == 0 ? JsonTypes.Null
            : TakesFirst ? allowed[0]
            : random.Pick(allowed);
    }

    private JsonTypes TypeByKeywords(SchemaNode flat)
    {
        if (flat.Properties.Count > 0 || flat.Required.Count > 0 || flat.AdditionalProperties is not null)
        {
            return JsonTypes.Object;
        }

        if (flat.Items is not null || flat.PrefixItems.Count > 0 || flat.MinItems is not null)
        {
            return JsonTypes.Array;
        }

        if (flat.Minimum is not null || flat.Maximum is not null || flat.MultipleOf is not null)
        {
            return JsonTypes.Number;
        }

        var isText =
            flat.Patterns.Count > 0
            || flat.Format is not null
            || flat.MinLength is not null
            || flat.MaxLength is not null;
        return isText || style != ValueStyle.Wild
            ? JsonTypes.String
            : random.Pick([JsonTypes.String, JsonTypes.Number, JsonTypes.Boolean, JsonTypes.Null, JsonTypes.Array]);
    }

    private JsonValue.List MakeList(SchemaNode flat, int level)
    {
        var more = style switch
        {
            ValueStyle.Minimal => 0,
            ValueStyle.Wild => random.Below(6),
            _ => 1 + random.Below(2),
        };
        var least = Math.Min(flat.MinItems ?? 0, MostItems);
        var most = flat.Items is { Never: true } ? flat.PrefixItems.Count : flat.MaxItems ?? MostItems;
        var wanted = Math.Min(least + (level > DeepestOptional ? 0 : more), most);
        var items = new List<JsonValue>();

        // Items that must be unique may have to be drawn again, and may run out.
        for (var drawn = 0; items.Count < wanted && drawn < 4 * wanted && _values < MostValues; drawn++)
        {
            var at = items.Count;
            var schema = at < flat.PrefixItems.Count ? flat.PrefixItems[at] : flat.Items ?? SchemaNode.Anything;
            var item = Make(schema, level + 1);
            if (!flat.UniqueItems || !items.Exists(item.Same))
            {
                items.Add(item);
            }
        }

        return new JsonValue.List(items);
    }

    private JsonValue.Map MakeMap(SchemaNode flat, int level)
    {
        var names = new List<string>();
        foreach (var (name, _) in flat.Properties)
        {
            if (flat.Required.Contains(name, StringComparer.Ordinal) || GivesOptional(level))
            {
                names.Add(name);
            }
        }

        names.AddRange(flat.Required.Where(name => flat.Property(name) is null));
        names.AddRange(
            flat.DependentRequired.Where(rule => names.Contains(rule.Key, StringComparer.Ordinal))
                .SelectMany(rule => rule.Value)
                .Where(name => !names.Contains(name, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .ToArray()
        );
        AddFreeNames(flat, names, level);
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (var name in names)
        {
            // Once there are enough values, only required ones are added.
            if (_values > MostValues && !flat.Required.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            members.Add(KeyValuePair.Create(name, Make(flat.Property(name) ?? Unnamed(flat, name), level + 1)));
        }

        return new JsonValue.Map(members);
    }

    private bool GivesOptional(int level) =>
        level <= DeepestOptional
        && style switch
        {
            ValueStyle.Minimal => false,
            ValueStyle.Full => true,
            _ => random.OneIn(2),
        };

    private SchemaNode Unnamed(SchemaNode flat, string name) =>
        flat.PatternProperties.FirstOrDefault(rule => whole.Patterns.Patterns.Of(rule.Key).Matches(name) == true).Value
        ?? flat.AdditionalProperties
        ?? SchemaNode.Anything;

    // Names that the schema does not give: for maps with free keys, and when it demands more members than it names.
    private void AddFreeNames(SchemaNode flat, List<string> names, int level)
    {
        if (GivesOptional(level))
        {
            names.AddRange(
                flat.PatternProperties.Select(rule => whole.Patterns.Texts(rule.Key).Make(random))
                    .OfType<string>()
                    .Where(name => !names.Contains(name, StringComparer.Ordinal))
                    .Distinct(StringComparer.Ordinal)
                    .ToArray()
            );
        }

        if (flat.AdditionalProperties is { Never: true })
        {
            return;
        }

        var isFreeMap =
            flat.AdditionalProperties is { } additional && !ReferenceEquals(additional, SchemaNode.Anything);
        var least = Math.Max(
            Math.Min(flat.MinProperties ?? 0, MostItems),
            isFreeMap && GivesOptional(level) ? names.Count + 1 : 0
        );
        for (var i = 1; names.Count < least; i++)
        {
            names.Add($"key{i}");
        }
    }
}
