using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>How far a campaign is, according to its events.</summary>
internal sealed record CampaignProgress
{
    private ImmutableDictionary<string, Severity> _findings = ImmutableDictionary<string, Severity>.Empty;

    private CampaignProgress(TimeSpan? duration) => Duration = duration;

    /// <summary>Returns the progress of a campaign that has not published an event.</summary>
    /// <param name="duration">How long the campaign may send cases; null without a limit.</param>
    public static CampaignProgress Start(TimeSpan? duration) => new(duration);

    /// <summary>How long the campaign may send cases, from the first one; null without a limit.</summary>
    public TimeSpan? Duration { get; }

    public string Stage { get; private init; } = "starting";

    /// <summary>When the stage was first seen, from the start of the campaign.</summary>
    public TimeSpan StageSince { get; private init; }

    /// <summary>How many cases there are at most; 0 until that is known.</summary>
    public int Planned { get; private init; }

    /// <summary>The cases that were sent and have their outcome.</summary>
    public int Sent { get; private init; }

    /// <summary>The cases that will not be sent, such as those of a tool that was given up.</summary>
    public int NotSent { get; private init; }

    /// <summary>Whether every case is sent and has its outcome, or will not be sent.</summary>
    public bool IsSettled => Planned > 0 && Sent + NotSent >= Planned;

    public int Restarts { get; private init; }

    /// <summary>When the campaign was first seen to call a tool, which starts the duration; null before.</summary>
    public TimeSpan? FuzzingSince { get; private init; }

    /// <summary>The tool that was called last.</summary>
    public string? Tool { get; private init; }

    /// <summary>What the campaign does beside calling tools; null when it only calls tools.</summary>
    public TimedActivity? Activity { get; private init; }

    /// <summary>How many cases were sent at the last few moments at which the campaign only called tools.</summary>
    public PaceHistory Pace { get; private init; } = PaceHistory.Empty;

    /// <summary>Returns the progress after an event.</summary>
    /// <param name="campaignEvent">What happened.</param>
    /// <param name="elapsed">When it happened, from the start.</param>
    public CampaignProgress After(ICampaignEvent campaignEvent, TimeSpan elapsed) =>
        campaignEvent switch
        {
            CampaignSnapshot snapshot => After(snapshot, elapsed),
            CaseCompleted { Outcome: CaseOutcome.NotSent } => this with { NotSent = NotSent + 1 },
            CaseCompleted completed => this with
            {
                Sent = Sent + 1,
                FuzzingSince = FuzzingSince ?? elapsed,
                Tool = completed.Tool,
            },
            FindingRecorded recorded => this with
            {
                // A finding that supersedes others is counted in their place.
                _findings = _findings
                    .RemoveRange(recorded.Supersedes)
                    .SetItem(recorded.Finding.Id, recorded.Finding.Severity),
            },
            _ => this,
        };

    /// <summary>Returns the number of findings of each severity that has any, the worst first.</summary>
    public IReadOnlyList<SeverityCount> Findings =>
        [
            .. _findings
                .Values.GroupBy(severity => severity)
                .OrderByDescending(group => group.Key)
                .Select(group => new SeverityCount(group.Key, group.Count())),
        ];

    // A snapshot counts the cases that are not sent among the completed ones; their events have come before it.
    private CampaignProgress After(CampaignSnapshot snapshot, TimeSpan elapsed)
    {
        var sent = snapshot.Completed - NotSent;
        return this with
        {
            Stage = snapshot.Stage,
            StageSince = snapshot.Stage == Stage ? StageSince : elapsed,
            Planned = snapshot.Planned,
            Sent = sent,
            Restarts = snapshot.Restarts,
            FuzzingSince = FuzzingSince ?? (snapshot.Tool is null ? null : elapsed),
            Tool = snapshot.Tool ?? Tool,
            Activity = snapshot.Activity is { } activity ? new TimedActivity(activity, elapsed) : null,
            Pace = snapshot.Activity is null ? Pace.With(elapsed, sent) : PaceHistory.Empty,
        };
    }
}

/// <summary>How many findings have a severity.</summary>
internal sealed record SeverityCount(Severity Severity, int Count)
{
    public override string ToString() => $"{Count} {Severity.ToString().ToLowerInvariant()}";
}
