using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Arguments at each edge of the schema and one step beyond, each with one change to the plainest valid arguments. Each
/// property is missing, mistyped, out of bounds and null once before any property gets a second value.
/// </summary>
internal static class BoundaryCases
{
    /// <summary>Arguments in their order; some may be equal.</summary>
    public static IEnumerable<MadeArguments> Of(ToolSchema schema, long seed)
    {
        var random = schema.RandomOf(seed, Phases.Boundary, -1);
        var plainest = schema.MakeValid(random, ValueStyle.Minimal).Arguments;
        // Empty arguments are the one change that affects every property.
        yield return new MadeArguments(JsonValue.Map.Empty) { IsFirst = true };
        foreach (var first in new FirstEdits(schema, schema.RandomOf(seed, Phases.Boundary, -2), plainest).All())
        {
            yield return new MadeArguments(schema.Harmless(first)) { IsFirst = true };
        }

        foreach (var edit in new BoundaryEdits(schema, random))
        {
            yield return new MadeArguments(schema.Harmless(edit.Apply(plainest)));
        }
    }
}
