namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>Wrong usage. The message is one line: what, its value, and what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
