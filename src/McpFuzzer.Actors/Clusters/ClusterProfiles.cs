using Akka.Configuration;
using McpFuzzer.Actors.Configuration;

namespace McpFuzzer.Actors.Clusters;

/// <summary>What the library sets of Akka's own configuration, below the HOCON of the user.</summary>
internal static class ClusterProfiles
{
    /// <summary>The guards of remoting.</summary>
    public static Config Remoting { get; } = EmbeddedReference.Load("remoting.conf");

    /// <summary>Membership, and its guard.</summary>
    public static Config Cluster { get; } = EmbeddedReference.Load("cluster.conf");

    /// <summary>The defaults of a system that hosts no processes, where they differ from those of a node.</summary>
    public static Config Client { get; } =
        ConfigurationFactory.ParseString("mcp-fuzzer.node { port = 0, roles = [client] }");
}
