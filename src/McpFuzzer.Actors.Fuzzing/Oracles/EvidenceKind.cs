namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The kind of a candidate's evidence, which decides how its call is found.</summary>
internal enum EvidenceKind
{
    /// <summary>A message with the id of a request, which names its call.</summary>
    Reply,

    /// <summary>Output that names no request.</summary>
    Stream,

    /// <summary>An exit, a silence, a closed stream.</summary>
    Life,

    /// <summary>A reply that was late, or did not arrive in time.</summary>
    Time,
}
