namespace McpFuzzer.Actors.Clusters.Tls;

/// <summary>
/// A certificate or key is not usable. The message is one line: which file, what is wrong, and what to do.
/// </summary>
/// <param name="message">That line.</param>
public sealed class IdentityException(string message) : Exception(message);
