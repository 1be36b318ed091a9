namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>A whole schema with its referenced schemas. Immutable except for a cache. Not thread-safe.</summary>
internal sealed class SchemaDocument
{
    private readonly Dictionary<string, SchemaNode?> _resolved = new(StringComparer.Ordinal);

    public SchemaDocument(JsonValue source)
    {
        // Only references need the source. It is as large as everything else, and there may be thousands of tools.
        HasReferences = Refers(source);
        Source = HasReferences ? source : JsonValue.Null.Instance;
        Root = SchemaReader.Read(source, HasReferences);
        _resolved["#"] = Root;
        IgnoresSiblingsOfRef =
            source is JsonValue.Map map
            && map["$schema"] is JsonValue.Text dialect
            && dialect.Value.Contains("draft-0", StringComparison.Ordinal);
    }

    /// <summary>Its source; null when no reference needs it.</summary>
    private JsonValue Source { get; }

    /// <summary>Whether it may refer to itself.</summary>
    public bool HasReferences { get; }

    /// <summary>The schema itself.</summary>
    public SchemaNode Root { get; }

    /// <summary>Flattened schemas without a choice, by identity, since a comparison would take as long.</summary>
    public Dictionary<SchemaNode, SchemaNode> Flattened { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether it declares a draft in which keywords next to <c>$ref</c> are ignored.</summary>
    public bool IgnoresSiblingsOfRef { get; }

    /// <summary>Returns the referenced schema; null when it does not exist in the document.</summary>
    public SchemaNode? Resolve(string reference)
    {
        if (!_resolved.TryGetValue(reference, out var node))
        {
            node = Find(reference) is { } found ? SchemaReader.Read(found, keepsSource: true) : null;
            _resolved[reference] = node;
        }

        return node;
    }

    /// <summary>Returns the source of the referenced schema; null when it does not exist in the document.</summary>
    public JsonValue? Find(string reference)
    {
        if (reference == "#")
        {
            return Source;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonValue? at = Source;
        foreach (var part in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part)
                .Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                JsonValue.Map map => map[name],
                JsonValue.List list when int.TryParse(name, out var i) && i >= 0 && i < list.Items.Count => list.Items[
                    i
                ],
                _ => null,
            };
        }

        return at;
    }

    private static bool Refers(JsonValue source) =>
        source switch
        {
            JsonValue.List list => list.Items.Any(Refers),
            JsonValue.Map map => map.Members.Any(member => member.Key == "$ref" || Refers(member.Value)),
            _ => false,
        };
}
