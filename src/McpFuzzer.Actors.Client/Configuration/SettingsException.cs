using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Client.Configuration;

/// <summary>
/// A configuration value is not allowed. The message is one line: the path, the value, and what is allowed.
/// </summary>
public sealed class SettingsException(string path, string was, string allowed)
    : Exception(new ValidationError(path, was, allowed).ToString())
{
    /// <summary>The full path of the key, such as <c>mcp-fuzzer.watchdog.check-interval</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What is allowed there.</summary>
    public string Allowed { get; } = allowed;
}
