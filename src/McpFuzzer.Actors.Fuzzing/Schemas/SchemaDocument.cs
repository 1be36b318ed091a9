namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>A whole schema with what its references lead to. Immutable but for a memo; one thread at a time.</summary>
internal sealed class SchemaDocument
{
    private readonly Dictionary<string, SchemaNode?> _resolved = new(StringComparer.Ordinal);

    public SchemaDocument(JsonValue source)
    {
        // Only references lead back to it. It is as large as all the rest, and there may be thousands of tools.
        HasReferences = Refers(source);
        Source = HasReferences ? source : JsonValue.Null.Instance;
        Root = SchemaReader.Read(source, HasReferences);
        _resolved["#"] = Root;
        IgnoresSiblingsOfRef =
            source is JsonValue.Map map
            && map["$schema"] is JsonValue.Text dialect
            && dialect.Value.Contains("draft-0", StringComparison.Ordinal);
    }

    /// <summary>What it was read from; null when nothing refers to it.</summary>
    private JsonValue Source { get; }

    /// <summary>Whether it may refer to itself.</summary>
    public bool HasReferences { get; }

    /// <summary>The schema itself.</summary>
    public SchemaNode Root { get; }

    /// <summary>
    /// Schemas that were flattened before and leave no choice; the very ones, since to compare two would take as long.
    /// </summary>
    public Dictionary<SchemaNode, SchemaNode> Flattened { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether it says to be of a draft in which the keywords beside <c>$ref</c> don't count.</summary>
    public bool IgnoresSiblingsOfRef { get; }

    /// <summary>What a reference leads to; null for one that leads nowhere, or out of the document.</summary>
    public SchemaNode? Resolve(string reference)
    {
        if (!_resolved.TryGetValue(reference, out var node))
        {
            node = Find(reference) is { } found ? SchemaReader.Read(found, keepsSource: true) : null;
            _resolved[reference] = node;
        }

        return node;
    }

    /// <summary>
    /// The source of what a reference leads to; null for one that leads nowhere, or out of the document.
    /// </summary>
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
