namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// One schema of a document, read tolerantly: a keyword of the wrong type counts as absent, and makes the schema
/// <see cref="Strange" />.
/// </summary>
internal sealed record SchemaNode
{
    private static readonly Dictionary<string, SchemaNode> NoNames = new(StringComparer.Ordinal);

    // Created on demand: most merged schemas never need it.
    private Dictionary<string, SchemaNode>? _byName;

    /// <summary>The schema that everything satisfies.</summary>
    public static SchemaNode Anything { get; } = new();

    /// <summary>The schema that nothing satisfies: <c>false</c>.</summary>
    public static SchemaNode Nothing { get; } = new() { Never = true };

    /// <summary>What it was read from; null for one that was put together here.</summary>
    public JsonValue? Source { get; init; }

    public bool Never { get; init; }

    /// <summary>It holds unsupported parts, so no value certainly satisfies it.</summary>
    public bool Strange { get; init; }

    /// <summary>The types that are allowed; <see cref="JsonTypes.Number" /> includes whole numbers.</summary>
    public JsonTypes Types { get; init; } = JsonTypes.Any;

    /// <summary>A keyword of OpenAPI, not of JSON Schema; some readers honour it.</summary>
    public bool Nullable { get; init; }

    public string? Ref { get; init; }
    public IReadOnlyList<JsonValue>? Enum { get; init; }
    public JsonValue? Const { get; init; }
    public JsonValue? Default { get; init; }
    public IReadOnlyList<JsonValue> Examples { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties
    {
        get;
        init
        {
            field = value;
            _byName = value.Count == 0 ? NoNames : null;
        }
    } = [];

    public IReadOnlyList<string> Required { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, SchemaNode>> PatternProperties { get; init; } = [];
    public SchemaNode? AdditionalProperties { get; init; }
    public SchemaNode? PropertyNames { get; init; }
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> DependentRequired { get; init; } = [];
    public long? MinProperties { get; init; }
    public long? MaxProperties { get; init; }

    public IReadOnlyList<SchemaNode> PrefixItems { get; init; } = [];
    public SchemaNode? Items { get; init; }
    public long? MinItems { get; init; }
    public long? MaxItems { get; init; }
    public bool UniqueItems { get; init; }

    public ExactNumber? Minimum { get; init; }
    public ExactNumber? Maximum { get; init; }
    public ExactNumber? ExclusiveMinimum { get; init; }
    public ExactNumber? ExclusiveMaximum { get; init; }
    public ExactNumber? MultipleOf { get; init; }

    public long? MinLength { get; init; }
    public long? MaxLength { get; init; }
    public IReadOnlyList<string> Patterns { get; init; } = [];
    public string? Format { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];
    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];
    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];
    public SchemaNode? Not { get; init; }

    /// <summary>Returns the schema of a named property; null when it has none.</summary>
    public SchemaNode? Property(string name) => (_byName ??= ByName(Properties)).GetValueOrDefault(name);

    /// <summary>Whether it holds references or choices, unlike a flat schema.</summary>
    public bool IsCombined => Ref is not null || AllOf.Count > 0 || AnyOf.Count > 0 || OneOf.Count > 0;

    /// <summary>Whether a value of this type is allowed.</summary>
    public bool Allows(JsonTypes type) => (Types & type) != JsonTypes.None;

    // Of several members with one name the last counts, as for most parsers.
    private static Dictionary<string, SchemaNode> ByName(IReadOnlyList<KeyValuePair<string, SchemaNode>> properties)
    {
        var byName = new Dictionary<string, SchemaNode>(properties.Count, StringComparer.Ordinal);
        foreach (var (name, schema) in properties)
        {
            byName[name] = schema;
        }

        return byName;
    }
}
