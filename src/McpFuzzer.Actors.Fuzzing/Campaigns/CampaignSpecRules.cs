using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What the spec of a campaign may say.</summary>
internal static class CampaignSpecRules
{
    private const int LongestId = 64;

    /// <summary>Returns the first validation error, or null.</summary>
    public static ValidationError? ErrorOf(StartCampaign start) => OfId(start.CampaignId) ?? OfSpec(start.Spec);

    private static ValidationError? OfId(string id) =>
        id.Length is > 0 and <= LongestId
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && char.IsAsciiLetterOrDigit(id[0])
            ? null
            : new ValidationError(
                "CampaignId",
                Value: null,
                $"must be 1 to {LongestId} letters, digits, '.', '_' and '-', the first a letter or digit"
            );

    private static ValidationError? OfSpec(CampaignSpec spec) =>
        CampaignBounds.Runs.ErrorOf(nameof(spec.Runs), spec.Runs)
        ?? CampaignBounds.Concurrency.ErrorOf(nameof(spec.Concurrency), spec.Concurrency)
        ?? CampaignBounds.Servers.ErrorOf(nameof(spec.Servers), spec.Servers)
        ?? CampaignBounds.StartRetries.ErrorOf(nameof(spec.StartRetries), spec.StartRetries)
        ?? CampaignBounds.MaxFaults.ErrorOf(nameof(spec.MaxHangs), spec.MaxHangs)
        ?? (spec.MaxFindings is { } most ? CampaignBounds.MaxFindings.ErrorOf(nameof(spec.MaxFindings), most) : null)
        ?? CampaignBounds.Time.ErrorOf(nameof(spec.CallTimeout), spec.CallTimeout)
        ?? CampaignBounds.Time.ErrorOf(nameof(spec.StartTimeout), spec.StartTimeout)
        ?? (spec.Duration is { } duration ? CampaignBounds.Duration.ErrorOf(nameof(spec.Duration), duration) : null)
        ?? OfPhases(spec.Phases)
        ?? OfTarget(spec.Target);

    private static ValidationError? OfPhases(IReadOnlyList<string> phases) =>
        phases.FirstOrDefault(phase => !Phases.All.Contains(phase)) is { } unknown
            ? new ValidationError("Phases", unknown, TextRule.OneOf(Phases.All))
            : null;

    private static ValidationError? OfTarget(ProcessSpec target) =>
        target.Command is [{ Length: > 0 }, ..]
            ? null
            : new ValidationError("Target.Command", Value: null, "must name a command");
}
