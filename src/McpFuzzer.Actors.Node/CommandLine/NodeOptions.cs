using McpFuzzer.Actors.Node.Clusters;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The options of <c>node</c>, as given. Null and none leave the value to the configuration.</summary>
internal sealed record NodeOptions
{
    public string? Hostname { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<HostAndPort> Join { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Plain remoting: whoever reaches the port commands the node.</summary>
    public bool Insecure { get; init; }

    public ConfigurationOptions Configuration { get; init; } = new(null, []);
}
