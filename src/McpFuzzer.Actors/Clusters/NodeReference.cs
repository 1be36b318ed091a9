using Akka.Configuration;
using McpFuzzer.Actors.Configuration;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The reference of <c>mcp-fuzzer.node</c>, with the keys of the command line.</summary>
internal static class NodeReference
{
    public const string Path = "mcp-fuzzer.node";

    public static Config Config { get; } = EmbeddedReference.Load("node.conf");
}
