namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The user asked for something that is not to be had. The message is one line: what, what it was, what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
