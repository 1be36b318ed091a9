using Akka.Configuration;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>The HOCON files in this assembly.</summary>
internal static class EmbeddedHocon
{
    /// <summary>The reference of <c>mcp-fuzzer.node</c>.</summary>
    public static Config Reference { get; } = Read("node.conf");

    /// <summary>What a node that stands alone sets.</summary>
    public static Config SingleNode { get; } = Read("single-node.conf");

    /// <summary>What <c>run</c> sets above that.</summary>
    public static Config Run { get; } = Read("run.conf");

    /// <summary>What <c>node</c> sets above that.</summary>
    public static Config Cluster { get; } = Read("cluster.conf");

    private static Config Read(string name)
    {
        using var resource = typeof(EmbeddedHocon).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
