using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Arguments at and one step beyond each edge of the schema, each with one change to the plainest valid ones.</summary>
internal static class BoundaryCases
{
    /// <summary>Arguments in their order; some may be equal.</summary>
    public static IEnumerable<JsonValue.Map> Of(ToolSchema schema, long seed)
    {
        var random = schema.RandomOf(seed, Phases.Boundary, -1);
        var plainest = schema.MakeValid(random, ValueStyle.Minimal);
        return BoundaryEdits.Of(schema, random).Select(edit => edit.Apply(plainest));
    }
}
