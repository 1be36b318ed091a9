namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>What kind of caller a value looks like it came from.</summary>
internal enum ValueStyle
{
    /// <summary>Gives what is required, the first of everything.</summary>
    Minimal,

    /// <summary>Gives everything that has a name, the first of everything.</summary>
    Full,

    /// <summary>Gives some of it, with ordinary values.</summary>
    Plain,

    /// <summary>Gives whatever the schema lets through.</summary>
    Wild,
}
