namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>What a candidate rests on, which decides how its call is found.</summary>
internal enum EvidenceKind
{
    /// <summary>A message with the id of a request: it names its call by itself.</summary>
    Reply,

    /// <summary>Output that names no request.</summary>
    Stream,

    /// <summary>An exit, a silence, a closed stream.</summary>
    Life,

    /// <summary>A reply that came late, or not in time.</summary>
    Time,
}
