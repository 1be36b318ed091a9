namespace McpFuzzer.Actors.Client.Configuration;

/// <summary>A configuration value was refused. The message is one line: which path, what it was, what is allowed.</summary>
public sealed class SettingsException(string path, string was, string allowed) : Exception($"{path} = {was}: {allowed}")
{
    /// <summary>The full path of the key, such as <c>mcp-fuzzer.watchdog.check-interval</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What is allowed there.</summary>
    public string Allowed { get; } = allowed;
}
