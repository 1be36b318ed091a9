using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// What a reasonable caller sends: the required properties, all properties, the schema's own examples, each value of
/// each enum, then ordinary values. The arguments are valid, unless no valid value was found for the schema.
/// </summary>
internal static class ExampleCases
{
    private const int AttemptsPerRun = 4;

    /// <summary>Arguments in their order; some may be equal.</summary>
    public static IEnumerable<MadeArguments> Of(ToolSchema schema, long seed, int runs)
    {
        yield return schema.MakeValid(schema.RandomOf(seed, Phases.Examples, -1), ValueStyle.Minimal);
        foreach (var made in Candidates(schema, seed, runs))
        {
            if (made.Verdict is { Validity: Validity.Valid })
            {
                yield return made;
            }
        }
    }

    private static IEnumerable<MadeArguments> Candidates(ToolSchema schema, long seed, int runs)
    {
        var full = schema.MakeValid(schema.RandomOf(seed, Phases.Examples, -2), ValueStyle.Full);
        yield return full;
        var root = new SchemaFlattener(schema.Document).Flatten(schema.Document.Root, static _ => 0);
        foreach (var example in root.Examples.OfType<JsonValue.Map>())
        {
            yield return Assessed(schema, example);
        }

        foreach (var (name, property) in root.Properties)
        {
            foreach (var value in ListedValues(schema, property))
            {
                yield return Assessed(schema, full.Arguments.With(name, value));
            }
        }

        for (var i = 0L; i < (long)runs * AttemptsPerRun; i++)
        {
            yield return schema.MakeValid(schema.RandomOf(seed, Phases.Examples, (int)i), ValueStyle.Plain);
        }
    }

    private static MadeArguments Assessed(ToolSchema schema, JsonValue.Map arguments)
    {
        var harmless = schema.Harmless(arguments);
        return new MadeArguments(harmless, schema.Assess(harmless));
    }

    private static IEnumerable<JsonValue> ListedValues(ToolSchema schema, SchemaNode property)
    {
        var flat = new SchemaFlattener(schema.Document).Flatten(property, static _ => 0);
        JsonValue[] both = flat.Types == JsonTypes.Boolean ? [new JsonValue.Bool(true), new JsonValue.Bool(false)] : [];
        return [.. flat.Examples, .. flat.Default is null ? [] : new[] { flat.Default }, .. flat.Enum ?? [], .. both];
    }
}
