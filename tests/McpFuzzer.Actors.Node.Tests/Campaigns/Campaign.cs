using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

/// <summary>Fake events of a campaign.</summary>
internal static class Campaign
{
    public const string Id = "c";

    public static Finding Finding(Severity severity, string category = "crash", string? tool = "divide") =>
        new()
        {
            Id = "0123456789ab",
            Category = category,
            Severity = severity,
            Tool = tool,
            Title = "the server exited",
            Detail = "SIGABRT",
            Count = 1,
        };

    public static FindingRecorded Recorded(Severity severity, string id = "0123456789ab", params string[] supersedes) =>
        new(Id, Finding(severity) with { Id = id }) { Supersedes = supersedes };

    public static CaseCompleted Case(string tool = "divide", CaseOutcome outcome = CaseOutcome.Succeeded) =>
        new(Id, $"{tool}/random/0000", tool, "random", null, outcome, TimeSpan.FromMilliseconds(3));

    public static CampaignSnapshot Snapshot(
        string stage,
        int planned = 0,
        int completed = 0,
        int restarts = 0,
        CampaignActivity? activity = null,
        string? tool = null
    ) =>
        new()
        {
            CampaignId = Id,
            Stage = stage,
            Planned = planned,
            Completed = completed,
            Findings = 0,
            Restarts = restarts,
            Activity = activity,
            Tool = tool,
        };

    public static CampaignCompleted Completed(
        int cases = 10,
        TargetFailure? failure = null,
        CampaignEnd end = CampaignEnd.Completed,
        params Severity[] findings
    ) =>
        new(
            Id,
            new CampaignSummary
            {
                Seed = 7,
                Tools = ["divide"],
                SkippedTools = [],
                Cases = cases,
                Outcomes = new Dictionary<CaseOutcome, int> { [CaseOutcome.Succeeded] = cases },
                Restarts = 0,
                Leftovers = 0,
                Thresholds = new Dictionary<string, string>(),
                StartedAt = DateTimeOffset.UnixEpoch,
                Ran = TimeSpan.FromSeconds(2),
                EndedBy = end,
            },
            [.. findings.Select(severity => Finding(severity))],
            failure
        );
}
