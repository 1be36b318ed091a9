namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>What is known of a case's arguments against the input schema.</summary>
internal enum Validity
{
    /// <summary>They satisfy it.</summary>
    Valid,

    /// <summary>They break it, by any reading of the schema.</summary>
    Invalid,

    /// <summary>Drafts and implementations disagree, or the schema uses what is not judged here: no reply to it is held against the server for the input's sake.</summary>
    Unsure,
}
