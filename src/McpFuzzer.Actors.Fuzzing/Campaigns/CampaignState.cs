using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The stages of a campaign.</summary>
internal enum CampaignStage
{
    /// <summary>The first server is started and asked for its tools.</summary>
    Starting,

    /// <summary>Cases are sent.</summary>
    Fuzzing,

    /// <summary>Every case has its outcome; triage has questions left.</summary>
    Settling,

    /// <summary>Nothing more is sent, and servers are stopped.</summary>
    Ending,

    /// <summary>The end was reported.</summary>
    Finished,
}

/// <summary>The state of a campaign.</summary>
internal sealed record CampaignState
{
    public CampaignStage Stage { get; init; } = CampaignStage.Starting;

    /// <summary>The places for servers. When a server ends, the next takes its place.</summary>
    public required ImmutableList<Place> Places { get; init; }

    /// <summary>The servers that are not closed, by number.</summary>
    public ImmutableSortedDictionary<int, Server> Servers { get; init; } = ImmutableSortedDictionary<int, Server>.Empty;

    /// <summary>The number of the last server.</summary>
    public int LastServer { get; init; }

    /// <summary>What is to be sent.</summary>
    public CaseQueue Queue { get; init; } = new();

    /// <summary>Cases that triage decides about, by id.</summary>
    public ImmutableDictionary<string, WaitingCase> Waiting { get; init; } =
        ImmutableDictionary<string, WaitingCase>.Empty;

    /// <summary>
    /// Silent servers, by the number of the evidence. They are kept until triage has decided, since they may wake up.
    /// </summary>
    public ImmutableDictionary<int, int> Silences { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>Cases that were sent again; each at most once.</summary>
    public ImmutableHashSet<string> Resent { get; init; } = [];

    /// <summary>The number of the last evidence.</summary>
    public int LastEvidence { get; init; }

    /// <summary>The outcomes.</summary>
    public CaseTally Tally { get; init; } = new();

    /// <summary>
    /// Evidence from before the tools were listed. It becomes findings only once the program is known to speak MCP.
    /// </summary>
    public ImmutableList<TriageInput> Early { get; init; } = [];

    /// <summary>How often an empty list of tools was requested again.</summary>
    public int EmptyLists { get; init; }

    /// <summary>The server that was asked for its tools and has not answered yet.</summary>
    public int? Listing { get; init; }

    /// <summary>The next server that opens is asked for its tools.</summary>
    public bool IsListDue { get; init; } = true;

    /// <summary>The tools were listed.</summary>
    public bool HasTools { get; init; }

    /// <summary>Triage has its samples of ordinary calls.</summary>
    public bool HasSamples { get; init; }

    /// <summary>The ping is answered, or never will be.</summary>
    public bool HasPinged { get; init; }

    /// <summary>A call was sent, which starts the clock.</summary>
    public bool HasCalled { get; init; }

    /// <summary>A call was answered.</summary>
    public bool HasWorked { get; init; }

    /// <summary>The server takes its requests one by one.</summary>
    public bool IsSerial { get; init; }

    /// <summary>A silent server was busy, so a short silence means nothing from now on.</summary>
    public bool IsPatient { get; init; }

    /// <summary>The number of restarts.</summary>
    public int Restarts { get; init; }

    /// <summary>Process sets that are not proven empty.</summary>
    public int Leftovers { get; init; }

    /// <summary>How often in a row another process ended a server.</summary>
    public int Undone { get; init; }

    /// <summary>The tool that was called last.</summary>
    public string? LastTool { get; init; }

    /// <summary>Triage knows that no more evidence comes.</summary>
    public bool IsConcluding { get; init; }

    /// <summary>The conclusion of triage.</summary>
    public TriageEffect.Concluded? Conclusion { get; init; }

    /// <summary>Why nothing more is sent; null while something is.</summary>
    public CampaignEnd? EndedBy { get; init; }

    /// <summary>What is wrong with the target, if that ended it.</summary>
    public TargetFailure? Failure { get; init; }

    /// <summary>The failure gets the end of a server's stderr when that server has stopped.</summary>
    public bool AwaitsLastWords { get; init; }
}

/// <summary>A place for a server.</summary>
/// <param name="Server">The number of the server there; null when it is empty.</param>
/// <param name="FailedStarts">Starts in a row that failed.</param>
/// <param name="IsResting">The next start waits for its back-off.</param>
internal sealed record Place(int? Server, int FailedStarts, bool IsResting)
{
    public static Place Empty { get; } = new(null, 0, false);
}

/// <summary>A server, as its campaign sees it.</summary>
internal sealed record Server
{
    /// <summary>It takes calls.</summary>
    public bool IsOpen { get; init; }

    /// <summary>It takes no more calls, but its late replies count.</summary>
    public bool IsRetired { get; init; }

    /// <summary>It was asked to close.</summary>
    public bool IsClosing { get; init; }

    /// <summary>Its calls whose timeout is not over, by case id.</summary>
    public ImmutableDictionary<string, FuzzCase> InFlight { get; init; } = ImmutableDictionary<string, FuzzCase>.Empty;

    /// <summary>One of its calls must run alone.</summary>
    public bool IsExclusive { get; init; }
}

/// <summary>A case that triage decides about.</summary>
/// <param name="Case">The case.</param>
/// <param name="Server">The server that it was sent to.</param>
/// <param name="Outcome">Its outcome, unless it is sent again.</param>
/// <param name="Evidence">The numbers of the evidence that it waits for.</param>
internal sealed record WaitingCase(FuzzCase Case, int Server, CaseOutcome Outcome, ImmutableHashSet<int> Evidence);
