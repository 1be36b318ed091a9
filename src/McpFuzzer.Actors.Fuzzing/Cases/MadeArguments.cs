using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Arguments that a phase has generated.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Verdict">The verdict of the schema; null when they were not checked yet.</param>
internal readonly record struct MadeArguments(JsonValue.Map Arguments, SchemaVerdict? Verdict = null)
{
    /// <summary>Whether they belong to the first values that the boundary phase tries for each property.</summary>
    public bool IsFirst { get; init; }
}
