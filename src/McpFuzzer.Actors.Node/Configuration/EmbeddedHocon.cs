using Akka.Configuration;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>The HOCON files in this assembly.</summary>
internal static class EmbeddedHocon
{
    /// <summary>What a node that stands alone sets.</summary>
    public static Config SingleNode { get; } = Read("single-node.conf");

    /// <summary>What <c>run</c> sets above that.</summary>
    public static Config Run { get; } = Read("run.conf");

    private static Config Read(string name)
    {
        using var resource = typeof(EmbeddedHocon).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
