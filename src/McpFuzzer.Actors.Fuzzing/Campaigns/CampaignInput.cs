using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The inputs of a campaign's machine. Its servers send some of them as messages.</summary>
internal abstract record CampaignInput : INoSerializationVerificationNeeded
{
    private CampaignInput() { }

    /// <summary>The campaign starts.</summary>
    internal sealed record Start : CampaignInput;

    /// <summary>Something happened to a server.</summary>
    internal sealed record AtServer(int Server, ServerEvent Event) : CampaignInput;

    /// <summary>A server listed tools that can be called.</summary>
    internal sealed record Listed(IReadOnlyList<ListBreach> Breaches) : CampaignInput;

    /// <summary>A server listed no tools. It may have some in a moment.</summary>
    internal sealed record ListedNone(int Server) : CampaignInput;

    /// <summary>The tools could not be listed, or none of them may be called.</summary>
    internal sealed record NotListed(TargetFailure Failure) : CampaignInput;

    /// <summary>The tools of a server have changed since they were listed.</summary>
    internal sealed record ToolsChanged(int Server) : CampaignInput;

    /// <summary>The answer of a server to a ping.</summary>
    internal sealed record Pinged(PingAnswer Answer) : CampaignInput;

    /// <summary>The next cases of the plan.</summary>
    /// <param name="Cases">In their order.</param>
    /// <param name="IsOver">True when the plan has no more cases.</param>
    /// <param name="AtMost">The upper bound of cases in all.</param>
    internal sealed record Planned(IReadOnlyList<FuzzCase> Cases, bool IsOver, int AtMost) : CampaignInput;

    /// <summary>An isolation run is over.</summary>
    internal sealed record RunEnded(TriageInput.RunEnded Ended) : CampaignInput;

    /// <summary>Triage has decided about waiting cases.</summary>
    internal sealed record Resolved(Resolution Resolution) : CampaignInput;

    /// <summary>The number of findings has changed.</summary>
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
