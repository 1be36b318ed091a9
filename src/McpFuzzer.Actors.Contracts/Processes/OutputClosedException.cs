namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// What the consumer of an attached output completes its reader with when the target is to meet a closed pipe (SIGPIPE, EPIPE) at its next write. Completed in any other way,
/// the output is drained for the target's sake, and dropped.
/// </summary>
public sealed class OutputClosedException() : IOException("The consumer of this output has closed it.");
