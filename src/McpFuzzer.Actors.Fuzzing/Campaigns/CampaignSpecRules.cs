using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What a campaign's spec may say.</summary>
internal static class CampaignSpecRules
{
    private const int LongestId = 64;
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(40);

    /// <summary>One line that names the value and what is allowed; null when all is well.</summary>
    public static string? Refusal(StartCampaign start) => RefusalOfId(start.CampaignId) ?? RefusalOf(start.Spec);

    private static string? RefusalOfId(string id) =>
        id.Length is > 0 and <= LongestId
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && char.IsAsciiLetterOrDigit(id[0])
            ? null
            : $"CampaignId: must be 1 to {LongestId} letters, digits, '.', '_' and '-', the first a letter or digit";

    private static string? RefusalOf(CampaignSpec spec) =>
        Whole(spec.Runs, nameof(spec.Runs), 1, 100_000)
        ?? Whole(spec.Concurrency, nameof(spec.Concurrency), 1, 1_024)
        ?? Whole(spec.Servers, nameof(spec.Servers), 1, 256)
        ?? Whole(spec.StartRetries, nameof(spec.StartRetries), 0, 1_000)
        ?? Whole(spec.MaxHangs, nameof(spec.MaxHangs), 1, 1_000_000)
        ?? Whole(spec.MaxFindings ?? 1, nameof(spec.MaxFindings), 1, 1_000_000)
        ?? Span(spec.CallTimeout, nameof(spec.CallTimeout), LongestTimeout)
        ?? Span(spec.StartTimeout, nameof(spec.StartTimeout), LongestTimeout)
        ?? Span(spec.Duration ?? LongestDuration, nameof(spec.Duration), LongestDuration)
        ?? RefusalOfPhases(spec.Phases)
        ?? RefusalOfTarget(spec.Target);

    private static string? RefusalOfPhases(IReadOnlyList<string> phases) =>
        phases.FirstOrDefault(phase => !Phases.All.Contains(phase)) is { } unknown
            ? $"Phases: no phase '{unknown}'; there are {string.Join(", ", Phases.All)}"
            : null;

    private static string? RefusalOfTarget(ProcessSpec target) =>
        target.Command is [{ Length: > 0 }, ..] ? null : "Target.Command: must name a command";

    private static string? Whole(int value, string name, int min, int max) =>
        value >= min && value <= max ? null : $"{name} = {value}: must be from {min} to {max}";

    private static string? Span(TimeSpan value, string name, TimeSpan max) =>
        value > TimeSpan.Zero && value <= max ? null : $"{name} = {value}: must be more than zero and at most {max}";
}
