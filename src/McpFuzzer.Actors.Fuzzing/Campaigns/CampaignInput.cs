using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The messages that a campaign reacts to.</summary>
internal abstract record CampaignInput
{
    private CampaignInput() { }

    /// <summary>It begins.</summary>
    internal sealed record Start : CampaignInput;

    /// <summary>Something happened to a server.</summary>
    internal sealed record AtServer(int Server, ServerEvent Event) : CampaignInput;

    /// <summary>A server listed tools that can be called.</summary>
    internal sealed record Listed(IReadOnlyList<ListBreach> Breaches) : CampaignInput;

    /// <summary>A server listed no tools at all; it may have some in a moment.</summary>
    internal sealed record ListedNone(int Server) : CampaignInput;

    /// <summary>The tools could not be listed, or none of them may be called.</summary>
    internal sealed record NotListed(TargetFailure Failure) : CampaignInput;

    /// <summary>A server's tools are no longer those that it listed.</summary>
    internal sealed record ToolsChanged(int Server) : CampaignInput;

    /// <summary>What a server makes of a ping.</summary>
    internal sealed record Pinged(PingAnswer Answer) : CampaignInput;

    /// <summary>The next cases of the plan.</summary>
    /// <param name="Cases">In their order.</param>
    /// <param name="IsOver">There are no more.</param>
    /// <param name="AtMost">How many there are in all, at most.</param>
    internal sealed record Planned(IReadOnlyList<FuzzCase> Cases, bool IsOver, int AtMost) : CampaignInput;

    /// <summary>Triage decided about cases that wait.</summary>
    internal sealed record Resolved(Resolution Resolution) : CampaignInput;

    /// <summary>There are so many findings.</summary>
    internal sealed record FindingsKnown(int Count) : CampaignInput;

    /// <summary>Triage has settled everything.</summary>
    internal sealed record Concluded(TriageEffect.Concluded Conclusion) : CampaignInput;

    /// <summary>A back-off is over.</summary>
    internal sealed record Rested(int Place) : CampaignInput;

    /// <summary>An empty list of tools may be asked for again.</summary>
    internal sealed record ListAgain(int Server) : CampaignInput;

    /// <summary>A campaign ends in order.</summary>
    internal sealed record End(CampaignEnd By) : CampaignInput;

    /// <summary>The time for questions that are open at the end is over.</summary>
    internal sealed record GraceOver : CampaignInput;
}
