using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Creates the triage of one campaign.</summary>
internal static class CampaignTriage
{
    public static Props Props(CampaignSpec spec, TargetAssignment assignment)
    {
        var settings = assignment.Settings;
        var targets = new TargetRuns(
            assignment.Services.Connector,
            assignment.Services.Manager,
            assignment.Target,
            settings,
            spec.StartTimeout,
            spec.CallTimeout,
            assignment.Time
        );
        var policy = new IsolationPolicy(settings.Isolation, settings.Thresholds, spec.CallTimeout);
        var budget = new TriageBudget(settings.Isolation, spec.Duration, settings.Thresholds.LostAfter);
        return TriageActor.Props(
            new TriageMachine(settings.Isolation, policy, budget),
            FindingBook.Create(assignment.Text.Mask),
            targets,
            assignment.Services.Executor
        );
    }
}
