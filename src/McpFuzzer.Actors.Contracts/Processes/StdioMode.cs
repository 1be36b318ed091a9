namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>What a standard stream of a target is connected to.</summary>
public enum StdioMode
{
    /// <summary><c>/dev/null</c>.</summary>
    Null,

    /// <summary>Always drained; the last bytes are kept and all are counted. Output only.</summary>
    CapturedTail,

    /// <summary>A pipe for one consumer, with back-pressure, by <c>AttachStdio</c>. The last bytes of output are kept too.</summary>
    Piped,

    /// <summary>The node's own stream.</summary>
    Inherited,
}
