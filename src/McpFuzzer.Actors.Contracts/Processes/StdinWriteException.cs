namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>What kept bytes from a target's stdin.</summary>
public enum StdinFault
{
    /// <summary>The target closed its stdin or has exited (EPIPE).</summary>
    Closed,

    /// <summary>The target took no byte within the write timeout.</summary>
    TimedOut,
}

/// <summary>Thrown by the stdin writer of an attached process, once, on the flush that met the fault and on each later one.</summary>
public sealed class StdinWriteException(StdinFault fault, string message) : IOException(message)
{
    /// <summary>Which fault it was.</summary>
    public StdinFault Fault { get; } = fault;
}
