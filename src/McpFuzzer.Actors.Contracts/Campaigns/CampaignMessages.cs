using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>A message to the CampaignsActor.</summary>
public interface ICampaignCommand;

/// <summary>Something that happened in one campaign; told to whoever started it.</summary>
public interface ICampaignEvent
{
    /// <summary>The campaign.</summary>
    string CampaignId { get; }
}

/// <summary>
/// The replies of <see cref="StartCampaign" />: <see cref="CampaignStarted" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IStartCampaignReply;

/// <summary>
/// The replies of <see cref="GetCampaign" />: <see cref="CampaignSnapshot" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IGetCampaignReply;

/// <summary>
/// The replies of <see cref="StopCampaign" />: <see cref="CampaignStopped" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IStopCampaignReply;

/// <summary>What a campaign does.</summary>
public sealed record CampaignSpec
{
    /// <summary>How the server is started; its stdio is piped whatever the spec says.</summary>
    public required ProcessSpec Target { get; init; }

    /// <summary>Decides every planned case.</summary>
    public required long Seed { get; init; }

    /// <summary>Cases per tool and phase, 1 and more.</summary>
    public int Runs { get; init; } = 25;

    /// <summary>How long it may take; null is without bound.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Requests in flight at each server, 1 and more.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Servers at work side by side, 1 and more.</summary>
    public int Servers { get; init; } = 1;

    /// <summary>How long one reply may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a start with its handshake may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a start that failed is tried again.</summary>
    public int StartRetries { get; init; }

    /// <summary>How often one tool may make the server stick before the rest of its cases is left out.</summary>
    public int MaxHangs { get; init; } = 3;

    /// <summary>How many different findings end the campaign; null is without bound.</summary>
    public int? MaxFindings { get; init; }

    /// <summary>Only these tools; empty is all.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Only these phases (<c>examples</c>, <c>boundary</c>, <c>random</c>); empty is all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Calls tools annotated <c>destructiveHint: true</c> too.</summary>
    public bool Destructive { get; init; }

    /// <summary>Tells each case in <see cref="CaseCompleted.Arguments" />.</summary>
    public bool KeepCases { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Starts a campaign. Events and at last <see cref="CampaignCompleted" /> go to the sender.</summary>
/// <param name="CampaignId">Its name, unique on the node.</param>
/// <param name="Spec">What it does.</param>
public sealed record StartCampaign(string CampaignId, CampaignSpec Spec) : ICampaignCommand;

/// <summary>Asks for a campaign's progress.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record GetCampaign(string CampaignId) : ICampaignCommand;

/// <summary>
/// Ends a campaign in order: nothing more is sent, targets are stopped, <see cref="CampaignCompleted" /> tells what was
/// done.
/// </summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record StopCampaign(string CampaignId) : ICampaignCommand;

/// <summary>The campaign runs.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record CampaignStarted(string CampaignId) : IStartCampaignReply;

/// <summary>The campaign has ended and its targets are stopped.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record CampaignStopped(string CampaignId) : IStopCampaignReply;

/// <summary>How far a campaign is. Told when asked for, and as an event while it runs.</summary>
public sealed record CampaignSnapshot : IGetCampaignReply, ICampaignEvent
{
    /// <inheritdoc />
    public required string CampaignId { get; init; }

    /// <summary>What it is at, in one or two words: starting, fuzzing, stopping.</summary>
    public required string Stage { get; init; }

    /// <summary>
    /// How many cases there are at most. Cases are planned while the campaign runs, so this falls where a tool's schema
    /// yields fewer than asked for, and grows when the server adds tools.
    /// </summary>
    public required int Planned { get; init; }

    /// <summary>Cases that have their outcome.</summary>
    public required int Completed { get; init; }

    /// <summary>Different findings so far.</summary>
    public required int Findings { get; init; }

    /// <summary>How often a target was started again.</summary>
    public required int Restarts { get; init; }

    /// <summary>The tool that was called last.</summary>
    public string? Tool { get; init; }

    /// <summary>
    /// What it is doing beside calling tools, or instead of it; null when there is nothing of the kind.
    /// </summary>
    public CampaignActivity? Activity { get; init; }
}

/// <summary>Something that takes a campaign's time beside the planned cases.</summary>
/// <param name="What">In a few words, such as <c>waiting for the handshake</c> or <c>isolating
/// server-stuck</c>.</param>
/// <param name="Tool">The tool that it is about; null when it is about none.</param>
/// <param name="Since">How long it has been doing so.</param>
public sealed record CampaignActivity(string What, string? Tool, TimeSpan Since);

/// <summary>How a case came out.</summary>
public enum CaseOutcome
{
    /// <summary>A result.</summary>
    Succeeded,

    /// <summary>A result that says <c>isError</c>.</summary>
    ToolError,

    /// <summary>A JSON-RPC error.</summary>
    RpcError,

    /// <summary>No reply within the call's timeout.</summary>
    TimedOut,

    /// <summary>The target exited while the case was in flight.</summary>
    TargetDied,

    /// <summary>Never sent: the campaign ended, or its tool was given up.</summary>
    NotSent,
}

/// <summary>A case has its outcome.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="CaseId">Stable for seed, schema and index: <c>tool/phase/index</c>.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Arguments">The arguments as JSON text; null unless cases are kept.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Elapsed">From its writing to its reply.</param>
public sealed record CaseCompleted(
    string CampaignId,
    string CaseId,
    string Tool,
    string Phase,
    string? Arguments,
    CaseOutcome Outcome,
    TimeSpan Elapsed
) : ICampaignEvent
{
    /// <summary>
    /// How the arguments break the input schema, such as <c>/count: minimum</c>; null when they satisfy it.
    /// </summary>
    public string? Violation { get; init; }
}

/// <summary>A finding was recorded for the first time, or takes the place of others.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Finding">As known then.</param>
public sealed record FindingRecorded(string CampaignId, Finding Finding) : ICampaignEvent
{
    /// <summary>
    /// The ids of earlier findings that turned out to be part of this one; they are no longer reported by themselves.
    /// </summary>
    public IReadOnlyList<string> Supersedes { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The campaign has ended and its targets are stopped.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Summary">What was done.</param>
/// <param name="Findings">All findings, the gravest first.</param>
/// <param name="Failure">Set when the target could not be started or did not speak MCP.</param>
public sealed record CampaignCompleted(
    string CampaignId,
    CampaignSummary Summary,
    IReadOnlyList<Finding> Findings,
    TargetFailure? Failure
) : ICampaignEvent
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Why a target could not be fuzzed.</summary>
/// <param name="Message">One line.</param>
/// <param name="StderrTail">The last of its stderr, made printable and secrets masked; may be empty.</param>
public sealed record TargetFailure(string Message, string StderrTail)
{
    /// <summary>True when the target is sound, but has nothing of what the campaign asks for.</summary>
    public bool IsWrongUsage { get; init; }
}
