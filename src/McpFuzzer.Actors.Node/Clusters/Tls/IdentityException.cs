namespace McpFuzzer.Actors.Node.Clusters.Tls;

/// <summary>A certificate or key can't be had. The message is one line: which file, what is wrong, what to do.</summary>
internal sealed class IdentityException(string message) : Exception(message);
