namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Why a write to a target's stdin failed.</summary>
public enum StdinFault
{
    /// <summary>The target closed its stdin or has exited (EPIPE).</summary>
    Closed,

    /// <summary>The target read no byte within the write timeout.</summary>
    TimedOut,
}

/// <summary>Thrown by the stdin writer of an attached process, on the failed flush and on each later one.</summary>
public sealed class StdinWriteException(StdinFault fault, string message) : IOException(message)
{
    /// <summary>The fault.</summary>
    public StdinFault Fault { get; } = fault;
}
