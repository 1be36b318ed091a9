namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// A consumer completes its reader with this exception to close the pipe, so that the target's next write fails
/// (SIGPIPE, EPIPE). After any other completion, further output is drained and discarded.
/// </summary>
public sealed class OutputClosedException() : IOException("The consumer of this output has closed it.");
