using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What a campaign tells of itself, on the way and at the end. Its clock starts with it.</summary>
internal sealed class CampaignAccount(
    StartCampaign start,
    CampaignSettings settings,
    CampaignRecord record,
    TimeProvider time
)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _begun = time.GetTimestamp();

    /// <summary>Who answered first.</summary>
    public ServerIdentity? Server { get; set; }

    /// <summary>What is called; null until the tools are listed.</summary>
    public ToolSelection? Tools { get; set; }

    public CampaignSnapshot Snapshot() =>
        new()
        {
            CampaignId = start.CampaignId,
            Stage =
                record.EndedBy is not null ? "stopping"
                : record.IsPlanned ? "fuzzing"
                : "starting",
            Planned = record.Ledger.Planned,
            Completed = record.Ledger.Completed,
            Findings = record.Findings.Count,
            Restarts = record.Restarts,
            Tool = record.LastTool,
        };

    public CampaignSummary Summary(CampaignEnd endedBy)
    {
        var called = record.Ledger.CalledTools;
        var outcomes = record.Ledger.Outcomes;
        return new CampaignSummary
        {
            Seed = start.Spec.Seed,
            ProtocolRevision = Server?.ProtocolRevision,
            ServerName = Server?.Name,
            ServerVersion = Server?.Version,
            Tools = [.. (Tools?.Chosen ?? []).Select(tool => tool.Name).Where(called.Contains)],
            SkippedTools = Tools?.Skipped ?? [],
            Cases = outcomes.Where(counted => counted.Key is not CaseOutcome.NotSent).Sum(counted => counted.Value),
            Outcomes = outcomes,
            Restarts = record.Restarts,
            Leftovers = record.Leftovers,
            Thresholds = settings.Thresholds.Shown,
            StartedAt = _startedAt,
            Ran = time.GetElapsedTime(_begun),
            EndedBy = endedBy,
        };
    }
}
