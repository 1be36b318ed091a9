namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>What is known of a value against a schema.</summary>
internal enum Validity
{
    /// <summary>It satisfies the schema.</summary>
    Valid,

    /// <summary>It breaks the schema, by any reading.</summary>
    Invalid,

    /// <summary>
    /// Drafts and implementations disagree, or the schema uses what is not judged here: nothing is held against a
    /// server on this ground.
    /// </summary>
    Unsure,
}
