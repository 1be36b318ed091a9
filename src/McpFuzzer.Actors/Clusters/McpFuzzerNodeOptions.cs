using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The options of a member that hosts processes and runs operations.</summary>
public sealed class McpFuzzerNodeOptions : McpFuzzerMemberOptions
{
    /// <summary>
    /// The runtime: its processes, its watchdog, its executor, and the operations that it runs for other members.
    /// </summary>
    public McpFuzzerOptions Runtime { get; } = new();
}
