namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The connection of a target's standard stream.</summary>
public enum StdioMode
{
    /// <summary><c>/dev/null</c>.</summary>
    Null,

    /// <summary>Always drained; the last bytes are kept, and all bytes are counted. Output only.</summary>
    CapturedTail,

    /// <summary>
    /// A pipe for one consumer, with back-pressure, through <c>AttachStdio</c>. The last bytes of output are kept too.
    /// </summary>
    Piped,

    /// <summary>The node's own stream.</summary>
    Inherited,
}
