namespace McpFuzzer.Actors.Benchmarks.CommandLine;

/// <summary>An option that is refused; the message is the one line to print.</summary>
internal sealed class UsageException(string message) : Exception(message);
