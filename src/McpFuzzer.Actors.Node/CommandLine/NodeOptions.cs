using McpFuzzer.Actors.Clusters;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The options of <c>node</c>, as given. Null and none leave the value to the configuration.</summary>
internal sealed record NodeOptions
{
    public string? Hostname { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<HostAndPort> Join { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Plain remoting: every program that reaches the port commands the node.</summary>
    public bool Insecure { get; init; }

    public ConfigurationOptions Configuration { get; init; } = new(null, []);

    /// <summary>The options as settings of <c>mcp-fuzzer.node</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToOverrides()
    {
        if (Hostname is { } host)
        {
            yield return Setting("hostname", host);
        }

        if (Port is { } port)
        {
            yield return Setting("port", $"{port}");
        }

        if (Join.Count > 0)
        {
            yield return Setting("join", List(Join));
        }

        if (Roles.Count > 0)
        {
            yield return Setting("roles", List(Roles));
        }
    }

    private static KeyValuePair<string, string> Setting(string key, string value) =>
        KeyValuePair.Create($"{NodeReference.Path}.{key}", value);

    private static string List<T>(IEnumerable<T> items) =>
        $"[{string.Join(", ", items.Select(item => $"\"{item}\""))}]";
}
