using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>How far a campaign is, as its events tell.</summary>
internal sealed record CampaignProgress
{
    public static CampaignProgress None { get; } = new();

    private ImmutableDictionary<string, Severity> _findings = ImmutableDictionary<string, Severity>.Empty;

    public string Stage { get; private init; } = "starting";

    /// <summary>How many cases there are at most; 0 until that is known.</summary>
    public int Planned { get; private init; }

    public int Completed { get; private init; }

    public int Restarts { get; private init; }

    /// <summary>The tool that was called last.</summary>
    public string? Tool { get; private init; }

    /// <summary>What it does beside calling tools; null when there is nothing of the kind.</summary>
    public RunningActivity? Activity { get; private init; }

    /// <summary>The progress after an event.</summary>
    /// <param name="campaignEvent">What happened.</param>
    /// <param name="elapsed">When, from the start.</param>
    public CampaignProgress After(ICampaignEvent campaignEvent, TimeSpan elapsed) =>
        campaignEvent switch
        {
            CampaignSnapshot snapshot => this with
            {
                Stage = snapshot.Stage,
                Planned = snapshot.Planned,
                Completed = snapshot.Completed,
                Restarts = snapshot.Restarts,
                Tool = snapshot.Tool ?? Tool,
                Activity = snapshot.Activity is { } activity ? new RunningActivity(activity, elapsed) : null,
            },
            CaseCompleted completed => this with { Completed = Completed + 1, Tool = completed.Tool },
            FindingRecorded recorded => this with
            {
                // One that takes the place of others is counted in their place.
                _findings = _findings
                    .RemoveRange(recorded.Supersedes)
                    .SetItem(recorded.Finding.Id, recorded.Finding.Severity),
            },
            _ => this,
        };

    /// <summary>Cases per second; 0 until there is time to speak of.</summary>
    public int Rate(TimeSpan elapsed) => elapsed.TotalSeconds < 0.5 ? 0 : (int)(Completed / elapsed.TotalSeconds);

    /// <summary>The findings in words.</summary>
    public string Findings
    {
        get
        {
            var parts = new[] { Severity.High, Severity.Medium, Severity.Low }
                .Select(severity => (Severity: severity, Count: _findings.Values.Count(found => found == severity)))
                .Where(part => part.Count > 0)
                .Select(part => $"{part.Count} {part.Severity.ToString().ToLowerInvariant()}");
            var text = string.Join(", ", parts);
            return text.Length == 0 ? "no findings" : $"findings: {text}";
        }
    }

    /// <summary>The figures in one line.</summary>
    public string Line(TimeSpan elapsed) =>
        Planned == 0
            ? Stage
            : $"{Stage}: {Completed} of at most {Planned} cases, {Rate(elapsed)}/s, {Findings}, "
                + $"{Restarts} {(Restarts == 1 ? "restart" : "restarts")}";
}
