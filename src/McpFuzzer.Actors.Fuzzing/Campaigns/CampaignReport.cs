using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Summarises a campaign's state for others.</summary>
internal static class CampaignReport
{
    /// <summary>How far it is.</summary>
    public static CampaignSnapshot Snapshot(
        string campaignId,
        CampaignState state,
        int findings,
        CampaignActivity? activity
    ) =>
        new()
        {
            CampaignId = campaignId,
            Stage = state switch
            {
                { EndedBy: not null } => "stopping",
                { Stage: CampaignStage.Starting } => "starting",
                _ => "fuzzing",
            },
            Planned = state.Queue.AtMost,
            Completed = state.Tally.Completed,
            Findings = findings,
            Restarts = state.Restarts,
            Tool = state.LastTool,
            Activity = activity,
        };

    /// <summary>What it did.</summary>
    public static CampaignSummary Summary(
        CampaignSpec spec,
        CampaignSettings settings,
        CampaignState state,
        CampaignTools tools,
        ServerIdentity? server,
        DateTimeOffset startedAt,
        TimeSpan ran
    ) =>
        new()
        {
            Seed = spec.Seed,
            ProtocolRevision = server?.ProtocolRevision,
            ServerName = server?.Name,
            ServerVersion = server?.Version,
            Tools = [.. tools.Chosen.Select(tool => tool.Name).Where(name => state.Tally.Of(name).Sent > 0)],
            SkippedTools = tools.Skipped,
            ToolNotes = [.. tools.Chosen.SelectMany(tool => Notes(tool.Name, state)), .. tools.NotCovered],
            NotIsolated = state.Conclusion?.NotIsolated ?? [],
            Planned = state.Queue.AtMost,
            Cases = state.Tally.Sent,
            Outcomes = state.Tally.Outcomes,
            Restarts = state.Restarts,
            Leftovers = state.Leftovers,
            Thresholds = settings.Thresholds.Shown,
            StartedAt = startedAt,
            Ran = ran,
            EndedBy = state.EndedBy!.Value,
        };

    private static IEnumerable<ToolNote> Notes(string tool, CampaignState state)
    {
        var tally = state.Tally.Of(tool);
        if (tally is { Sent: 0, Cut: 0 })
        {
            yield return new ToolNote(tool, ToolShortfall.NeverCalled, tally.NotSent, Why(tool, state));
        }
        else if (tally.NotSent > 0 || !state.Queue.IsPlanOver)
        {
            yield return new ToolNote(tool, ToolShortfall.CutShort, tally.NotSent, Why(tool, state));
        }

        if (tally is { Sent: > 0, Accepted: 0, RejectedValid: > 0 } && tally.Rejected == tally.Sent)
        {
            var said = tally.Rejection is null ? "" : $", with: {tally.Rejection}";
            yield return new ToolNote(
                tool,
                ToolShortfall.NeverAccepted,
                tally.Rejected,
                $"it rejected each of its {tally.Rejected} calls{said}"
            );
        }

        if (tally.Limit is { } limit)
        {
            yield return new ToolNote(tool, ToolShortfall.NotRead, tally.Unread, $"mcpfuzzer does not read {limit}");
        }
    }

    private static string Why(string tool, CampaignState state) =>
        state.Queue.GivenUp.Contains(tool)
            ? "given up after too many hangs (--max-hangs) or crashes (max-crashes)"
            : state.EndedBy switch
            {
                CampaignEnd.Duration => "the run was ended by --duration",
                CampaignEnd.MaxFindings => "the run was ended by --max-findings",
                CampaignEnd.Interrupted => "the run was interrupted",
                _ => "the run ended because the target failed",
            };
}

/// <summary>The tools of a campaign.</summary>
/// <param name="Chosen">Those that it calls.</param>
/// <param name="Skipped">Tools that it skips because they are annotated destructive.</param>
/// <param name="NotCovered">Tools whose schema has more to try than the runs allow.</param>
internal sealed record CampaignTools(
    IReadOnlyList<McpTool> Chosen,
    IReadOnlyList<string> Skipped,
    IReadOnlyList<ToolNote> NotCovered
)
{
    public static CampaignTools None { get; } = new([], [], []);
}
