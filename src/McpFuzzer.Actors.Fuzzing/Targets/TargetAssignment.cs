using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>What the servers of one campaign have in common.</summary>
/// <param name="Spec">The campaign.</param>
/// <param name="Settings">The bounds of campaigns.</param>
/// <param name="Services">What servers are run by.</param>
/// <param name="Text">What a target says, as it may be shown.</param>
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

    /// <summary>The target takes its time over single calls: nothing is made of a short silence.</summary>
    public bool IsPatient { get; init; }

    /// <summary>What the target spoke when it was started before; null when it never was.</summary>
    public string? Revision { get; init; }
}
