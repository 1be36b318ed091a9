namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Turns a schema with references and <c>allOf</c> into one with plain keywords and almost the same meaning. What one
/// schema cannot express is left out, and the checker tests the generated value against the original.
/// </summary>
internal sealed class SchemaFlattener(SchemaDocument document)
{
    private const int MostParts = 64;
    private const int MostRemembered = 10_000;

    /// <summary>
    /// Returns the schema without references and <c>allOf</c> at its top, and with one branch of each choice.
    /// </summary>
    /// <param name="schema">The original schema.</param>
    /// <param name="choose">Returns the index of the branch to take.</param>
    public SchemaNode Flatten(SchemaNode schema, Func<int, int> choose)
    {
        if (!schema.IsCombined)
        {
            return schema;
        }

        if (document.Flattened.TryGetValue(schema, out var known))
        {
            return known;
        }

        var isChosen = false;
        var pending = new Stack<SchemaNode>([schema]);
        var taken = new HashSet<SchemaNode>(ReferenceEqualityComparer.Instance);
        var flat = SchemaNode.Anything;
        while (taken.Count < MostParts && pending.TryPop(out var part))
        {
            // A repetition adds nothing, and a recursive schema would repeat without end.
            if (!taken.Add(part))
            {
                continue;
            }

            flat = SchemaMerge.Both(flat, part with { Ref = null, AllOf = [], AnyOf = [], OneOf = [] });
            if (part.Ref is not null && document.Resolve(part.Ref) is { } target)
            {
                pending.Push(target);
            }

            foreach (var all in part.AllOf)
            {
                pending.Push(all);
            }

            foreach (var branches in new[] { part.AnyOf, part.OneOf }.Where(branches => branches.Count > 0))
            {
                isChosen = true;
                pending.Push(branches[choose(branches.Count)]);
            }
        }

        if (!isChosen && document.Flattened.Count < MostRemembered)
        {
            document.Flattened[schema] = flat;
        }

        return flat;
    }
}
