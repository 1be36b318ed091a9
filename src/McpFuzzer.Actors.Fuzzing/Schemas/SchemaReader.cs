namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>Reads a schema of any draft and quality. Never throws.</summary>
internal sealed class SchemaReader
{
    // These keywords can reject a value that the supported keywords accept.
    private static readonly string[] NotChecked =
    [
        "$dynamicRef",
        "$recursiveRef",
        "contains",
        "dependencies",
        "dependentSchemas",
        "extends",
        "disallow",
        "if",
        "unevaluatedItems",
        "unevaluatedProperties",
    ];

    private readonly JsonValue.Map _map;
    private readonly bool _keepsSource;
    private bool _strange;

    private SchemaReader(JsonValue.Map map, bool keepsSource)
    {
        _map = map;
        _keepsSource = keepsSource;
    }

    /// <summary>Reads one schema with its nested schemas.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="keepsSource">Whether <see cref="SchemaNode.Source" /> is kept.</param>
    public static SchemaNode Read(JsonValue schema, bool keepsSource = false) =>
        schema switch
        {
            JsonValue.Bool { Value: false } => SchemaNode.Nothing,
            JsonValue.Bool => SchemaNode.Anything,
            JsonValue.Map map => new SchemaReader(map, keepsSource).Read(),
            _ => new SchemaNode { Strange = true },
        };

    private SchemaNode Read()
    {
        var (prefix, items) = Items();
        var (minimum, exclusiveMinimum) = Bound("minimum", "exclusiveMinimum");
        var (maximum, exclusiveMaximum) = Bound("maximum", "exclusiveMaximum");
        var node = new SchemaNode
        {
            Source = _keepsSource ? _map : null,
            Types = Types(),
            Nullable = Flag("nullable"),
            Ref = Words("$ref"),
            Enum = Take<JsonValue.List>("enum")?.Items,
            Const = _map["const"],
            Default = _map["default"],
            Examples = Examples(),
            Properties = Named("properties"),
            Required = Texts("required"),
            PatternProperties = Named("patternProperties"),
            AdditionalProperties = Schema("additionalProperties"),
            PropertyNames = Schema("propertyNames"),
            DependentRequired = DependentRequired(),
            MinProperties = Count("minProperties"),
            MaxProperties = Count("maxProperties"),
            PrefixItems = prefix,
            Items = items,
            MinItems = Count("minItems"),
            MaxItems = Count("maxItems"),
            UniqueItems = Flag("uniqueItems"),
            Minimum = minimum,
            Maximum = maximum,
            ExclusiveMinimum = exclusiveMinimum,
            ExclusiveMaximum = exclusiveMaximum,
            MultipleOf = MultipleOf(),
            MinLength = Count("minLength"),
            MaxLength = Count("maxLength"),
            Patterns = Words("pattern") is { } pattern ? [pattern] : [],
            Format = Words("format"),
            AllOf = Schemas("allOf"),
            AnyOf = Schemas("anyOf"),
            OneOf = Schemas("oneOf"),
            Not = Schema("not"),
        };
        return node with { Strange = _strange || NotChecked.Any(keyword => _map[keyword] is not null) };
    }

    private T? Take<T>(string keyword)
        where T : JsonValue
    {
        var value = _map[keyword];
        _strange |= value is not null and not T;
        return value as T;
    }

    private string? Words(string keyword) => Take<JsonValue.Text>(keyword)?.Value;

    private bool Flag(string keyword) => Take<JsonValue.Bool>(keyword) is { Value: true };

    private SchemaNode? Schema(string keyword) => _map[keyword] is { } schema ? Read(schema, _keepsSource) : null;

    private SchemaNode[] Schemas(string keyword) =>
        Take<JsonValue.List>(keyword)?.Items.Select(item => Read(item, _keepsSource)).ToArray() ?? [];

    private KeyValuePair<string, SchemaNode>[] Named(string keyword) =>
        Take<JsonValue.Map>(keyword)
            ?.Members.Select(member => KeyValuePair.Create(member.Key, Read(member.Value, _keepsSource)))
            .ToArray()
        ?? [];

    private string[] Texts(string keyword)
    {
        // Draft 3 has a boolean here, in the property itself. People still write it, and validators ignore it.
        var list = Take<JsonValue.List>(keyword);
        return list is null ? [] : TextsOf(list);
    }

    private string[] TextsOf(JsonValue.List list)
    {
        _strange |= list.Items.Any(item => item is not JsonValue.Text);
        return [.. list.Items.OfType<JsonValue.Text>().Select(text => text.Value).Distinct(StringComparer.Ordinal)];
    }

    private KeyValuePair<string, IReadOnlyList<string>>[] DependentRequired()
    {
        var members = Take<JsonValue.Map>("dependentRequired")?.Members ?? [];
        _strange |= members.Any(member => member.Value is not JsonValue.List);
        return
        [
            .. members
                .Where(member => member.Value is JsonValue.List)
                .Select(member =>
                    KeyValuePair.Create<string, IReadOnlyList<string>>(
                        member.Key,
                        TextsOf((JsonValue.List)member.Value)
                    )
                ),
        ];
    }

    private IReadOnlyList<JsonValue> Examples() =>
        _map["examples"] is JsonValue.List list ? list.Items
        : _map["example"] is { } example ? [example]
        : [];

    // Drafts before 2020-12 write "prefixItems" as an array under "items", with "additionalItems" for the rest.
    private (IReadOnlyList<SchemaNode> Prefix, SchemaNode? Items) Items() =>
        _map["items"] is JsonValue.List list
            ? ([.. list.Items.Select(item => Read(item, _keepsSource))], Schema("additionalItems"))
            : (Schemas("prefixItems"), Schema("items"));

    private JsonTypes Types()
    {
        switch (_map["type"])
        {
            case null:
                return JsonTypes.Any;
            case JsonValue.Text name when TypeOf(name.Value) is var type and not JsonTypes.None:
                return type;
            case JsonValue.List list
                when list.Items.Count > 0
                    && list.Items.All(item => item is JsonValue.Text name && TypeOf(name.Value) != JsonTypes.None):
                return list.Items.Aggregate(
                    JsonTypes.None,
                    (types, item) => types | TypeOf(((JsonValue.Text)item).Value)
                );
            default:
                _strange = true;
                return JsonTypes.Any;
        }
    }

    private static JsonTypes TypeOf(string name) =>
        name switch
        {
            "null" => JsonTypes.Null,
            "boolean" => JsonTypes.Boolean,
            "integer" => JsonTypes.Integer,
            "number" => JsonTypes.Number | JsonTypes.Integer,
            "string" => JsonTypes.String,
            "array" => JsonTypes.Array,
            "object" => JsonTypes.Object,
            _ => JsonTypes.None,
        };

    private long? Count(string keyword)
    {
        var value = Take<JsonValue.Number>(keyword);
        if (value is null)
        {
            return null;
        }

        var largest = ExactNumber.Of(long.MaxValue);
        if (value.Exact is { IsWhole: true } count && count >= ExactNumber.Of(0))
        {
            return count > largest ? long.MaxValue : (long)count.Nearest;
        }

        _strange = true;
        return null;
    }

    private ExactNumber? Number(string keyword)
    {
        var value = Take<JsonValue.Number>(keyword);
        _strange |= value is { Exact: null };
        return value?.Exact;
    }

    private ExactNumber? MultipleOf()
    {
        var step = Number("multipleOf");
        _strange |= step is { } given && given <= ExactNumber.Of(0);
        return step is { } valid && valid > ExactNumber.Of(0) ? valid : null;
    }

    // Draft 4 has a boolean here that modifies the other keyword.
    private (ExactNumber? Inclusive, ExactNumber? Exclusive) Bound(string inclusive, string exclusive)
    {
        var bound = Number(inclusive);
        return _map[exclusive] is JsonValue.Bool flag
            ? (flag.Value ? (null, bound) : (bound, null))
            : (bound, Number(exclusive));
    }
}
