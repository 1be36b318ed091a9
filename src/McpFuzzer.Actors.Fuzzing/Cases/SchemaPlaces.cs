using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Finds the places of a schema that can hold a value: named or required properties, and the items of arrays.
/// </summary>
internal sealed class SchemaPlaces(SchemaDocument document)
{
    /// <summary>Deeper places are not tried separately.</summary>
    public const int DeepestLevel = 3;

    private const int MostVariants = 4;

    private readonly SchemaFlattener _flattener = new(document);

    /// <summary>Returns the schema once for each of the first branches of its choices.</summary>
    public SchemaNode[] Variants(SchemaNode schema)
    {
        if (!schema.IsCombined)
        {
            return [schema];
        }

        var most = 1;
        var first = _flattener.Flatten(
            schema,
            count =>
            {
                most = Math.Max(most, Math.Min(count, MostVariants));
                return 0;
            }
        );
        return
        [
            first,
            .. Enumerable
                .Range(1, most - 1)
                .Select(branch => _flattener.Flatten(schema, count => Math.Min(branch, count - 1))),
        ];
    }

    /// <summary>The properties of an object.</summary>
    public static IEnumerable<SchemaPlace> Properties(SchemaNode flat, string[] path)
    {
        foreach (var (name, property) in flat.Properties)
        {
            yield return new SchemaPlace(
                property,
                [.. path, name],
                flat.Required.Contains(name, StringComparer.Ordinal)
            );
        }

        foreach (var name in flat.Required.Where(name => flat.Property(name) is null))
        {
            yield return new SchemaPlace(SchemaNode.Anything, [.. path, name], IsRequired: true);
        }
    }

    /// <summary>Returns the nested places: properties, then items.</summary>
    public static IEnumerable<SchemaPlace> Within(SchemaNode flat, string[] path) =>
        flat.Items is not null && flat.Allows(JsonTypes.Array)
            ? Properties(flat, path).Append(new SchemaPlace(flat.Items, [.. path, Edit.FirstItem], IsRequired: false))
            : Properties(flat, path);
}

/// <summary>A place for a value.</summary>
/// <param name="Schema">The schema of the value.</param>
/// <param name="Path">The path, as in <see cref="Edit" />.</param>
/// <param name="IsRequired">Whether it is required.</param>
internal sealed record SchemaPlace(SchemaNode Schema, string[] Path, bool IsRequired);
