using McpFuzzer.Actors.Client.Wire.Executions;

namespace McpFuzzer.Actors.Clusters;

/// <summary>The options of a member that hosts no processes.</summary>
public sealed class McpFuzzerClientOptions : McpFuzzerMemberOptions
{
    /// <summary>How the operations that this member sends, and their results, cross the wire.</summary>
    public OperationCodecs Codecs { get; } = new();
}
