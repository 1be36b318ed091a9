namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>Whether a value satisfies a schema.</summary>
internal enum Validity
{
    /// <summary>It satisfies the schema.</summary>
    Valid,

    /// <summary>It breaks the schema for every reader.</summary>
    Invalid,

    /// <summary>
    /// Drafts and implementations disagree, or the schema uses unsupported parts. This never becomes a finding.
    /// </summary>
    Unsure,
}
