using McpFuzzer.Actors.Client.Wire.Executions;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The options of a system that talks to nodes from outside their cluster.</summary>
public sealed class McpFuzzerTlsOptions : McpFuzzerRemotingOptions
{
    /// <summary>How the operations that this system sends, and their results, cross the wire.</summary>
    public OperationCodecs Codecs { get; } = new();
}
