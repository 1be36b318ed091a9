using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Arguments that a phase has made.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Verdict">What the schema says of them; null when they were not judged yet.</param>
internal readonly record struct MadeArguments(JsonValue.Map Arguments, SchemaVerdict? Verdict = null)
{
    /// <summary>Whether they belong to what the boundary phase tries of each property before anything else.</summary>
    public bool IsFirst { get; init; }
}
