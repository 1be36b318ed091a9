namespace McpFuzzer.Actors.Benchmarks.CommandLine;

/// <summary>An option that is rejected; the message is the line to print.</summary>
internal sealed class UsageException(string message) : Exception(message);
