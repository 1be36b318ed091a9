namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The kind of caller that a value imitates.</summary>
internal enum ValueStyle
{
    /// <summary>Sets the required properties, and takes the first of each choice.</summary>
    Minimal,

    /// <summary>Sets every named property, and takes the first of each choice.</summary>
    Full,

    /// <summary>Sets some properties, with ordinary values.</summary>
    Plain,

    /// <summary>Sets any value that the schema allows.</summary>
    Wild,
}
