using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The effects of a campaign's machine.</summary>
internal abstract record CampaignEffect
{
    private CampaignEffect() { }

    /// <summary>Start a server.</summary>
    /// <param name="Server">Its number.</param>
    /// <param name="IsPatient">True when a short silence means nothing.</param>
    internal sealed record StartServer(int Server, bool IsPatient) : CampaignEffect;

    /// <summary>Ask a server for its tools.</summary>
    internal sealed record ListTools(int Server) : CampaignEffect;

    /// <summary>Ask a server that listed no tools again, after a delay.</summary>
    internal sealed record ListToolsLater(int Server) : CampaignEffect;

    /// <summary>Ping a server.</summary>
    internal sealed record Ping(int Server) : CampaignEffect;

    /// <summary>Send a case to a server.</summary>
    internal sealed record Send(int Server, FuzzCase Case) : CampaignEffect;

    /// <summary>Stop waiting for a late reply.</summary>
    internal sealed record GiveUp(int Server, FuzzCase Case) : CampaignEffect;

    /// <summary>Stop a server.</summary>
    internal sealed record CloseServer(int Server, bool Force) : CampaignEffect;

    /// <summary>Wait before the next start in a place.</summary>
    internal sealed record Rest(int Place, TimeSpan Delay) : CampaignEffect;

    /// <summary>Ask the plan for more cases.</summary>
    internal sealed record PlanMore(int Count) : CampaignEffect;

    /// <summary>Start the clock of the campaign's duration.</summary>
    internal sealed record StartClock : CampaignEffect;

    /// <summary>Pass evidence to triage.</summary>
    internal sealed record ToTriage(TriageInput Input) : CampaignEffect;

    /// <summary>Carry out an effect of triage.</summary>
    internal sealed record ByTriage(TriageEffect Effect) : CampaignEffect;

    /// <summary>Give triage this much time for the questions that are open at the end.</summary>
    internal sealed record StartGrace(TimeSpan Grace) : CampaignEffect;

    /// <summary>A case has its outcome.</summary>
    internal sealed record PublishCase(FuzzCase Case, CaseOutcome Outcome, TimeSpan Elapsed) : CampaignEffect;

    /// <summary>Every server is stopped, every case has its outcome, and triage has concluded.</summary>
    internal sealed record Finish : CampaignEffect;
}
