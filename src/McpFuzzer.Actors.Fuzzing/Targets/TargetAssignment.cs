using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>What the servers of one campaign have in common.</summary>
/// <param name="Spec">The campaign.</param>
/// <param name="Settings">The bounds of campaigns.</param>
/// <param name="Services">The actors that run servers.</param>
/// <param name="Text">Masks and escapes the target's output.</param>
/// <param name="Time">The node's clocks.</param>
internal sealed record TargetAssignment(
    CampaignSpec Spec,
    CampaignSettings Settings,
    TargetServices Services,
    TargetText Text,
    TimeProvider Time
)
{
    /// <summary>How a server is started.</summary>
    public ProcessSpec Target { get; } = TargetSpec.Of(Spec.Target);

    /// <summary>The target is slow with single calls, so a short silence means nothing.</summary>
    public bool IsPatient { get; init; }

    /// <summary>The revision that the target spoke before; null when it was never started.</summary>
    public string? Revision { get; init; }
}
