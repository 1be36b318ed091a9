using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>A campaign that sent no call tested nothing, and must not count as clean.</summary>
internal static class NoCall
{
    /// <summary>
    /// Returns why no call was sent; null when a call was sent, or when the target's failure explains it.
    /// </summary>
    public static string? WhyIn(CampaignCompleted completed) =>
        completed.Summary.Cases > 0 || completed.Failure is not null
            ? null
            : completed.Summary.EndedBy switch
            {
                CampaignEnd.Duration => "--duration ran out before the first one",
                CampaignEnd.MaxFindings => "--max-findings was reached before the first one",
                CampaignEnd.Interrupted => "the run was interrupted before the first one",
                _ => completed.Summary.ToolNotes.FirstOrDefault(IsNeverCalled) is { Reason.Length: > 0 } note
                    ? note.Reason
                    : "there is none for these tools and phases (--tool, --phase)",
            };

    private static bool IsNeverCalled(ToolNote note) => note.Shortfall == ToolShortfall.NeverCalled;
}
