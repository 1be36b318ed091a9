using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>A message to the CampaignsActor.</summary>
public interface ICampaignCommand;

/// <summary>An event of one campaign, sent to the actor that started it.</summary>
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

/// <summary>The spec of a campaign.</summary>
public sealed record CampaignSpec
{
    /// <summary>How the server is started. Its stdio is always piped.</summary>
    public required ProcessSpec Target { get; init; }

    /// <summary>The seed, which decides every planned case.</summary>
    public required long Seed { get; init; }

    /// <summary>Cases per tool and phase, at least 1.</summary>
    public int Runs { get; init; } = 25;

    /// <summary>How long it may take; null means unlimited.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Requests in flight at each server, at least 1.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Servers in parallel, at least 1.</summary>
    public int Servers { get; init; } = 1;

    /// <summary>How long one reply may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a start with its handshake may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of further attempts after a failed start.</summary>
    public int StartRetries { get; init; }

    /// <summary>How often a tool may block the server before its remaining cases are skipped.</summary>
    public int MaxHangs { get; init; } = 3;

    /// <summary>The number of different findings that ends the campaign; null means unlimited.</summary>
    public int? MaxFindings { get; init; }

    /// <summary>Only these tools; empty means all.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Only these phases (<c>examples</c>, <c>boundary</c>, <c>random</c>); empty means all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Also calls tools annotated <c>destructiveHint: true</c>.</summary>
    public bool Destructive { get; init; }

    /// <summary>Includes the arguments in <see cref="CaseCompleted.Arguments" />.</summary>
    public bool KeepCases { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Starts a campaign. The sender gets its events, and <see cref="CampaignCompleted" /> at the end.</summary>
/// <param name="CampaignId">Its name, unique on the node.</param>
/// <param name="Spec">What it does.</param>
public sealed record StartCampaign(string CampaignId, CampaignSpec Spec) : ICampaignCommand;

/// <summary>Queries a campaign's progress.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record GetCampaign(string CampaignId) : ICampaignCommand;

/// <summary>
/// Ends a campaign in order: no more cases are sent, targets are stopped, and <see cref="CampaignCompleted" /> has the
/// completed part.
/// </summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record StopCampaign(string CampaignId) : ICampaignCommand;

/// <summary>The campaign runs.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record CampaignStarted(string CampaignId) : IStartCampaignReply;

/// <summary>The campaign has ended and its targets are stopped.</summary>
/// <param name="CampaignId">The campaign.</param>
public sealed record CampaignStopped(string CampaignId) : IStopCampaignReply;

/// <summary>The progress of a campaign: the reply to a query, and an event while it runs.</summary>
public sealed record CampaignSnapshot : IGetCampaignReply, ICampaignEvent
{
    /// <inheritdoc />
    public required string CampaignId { get; init; }

    /// <summary>Its stage, in one or two words: starting, fuzzing, stopping.</summary>
    public required string Stage { get; init; }

    /// <summary>
    /// The upper bound of cases. Cases are planned while the campaign runs, so it falls when a tool's schema yields
    /// fewer cases than requested, and grows when the server adds tools.
    /// </summary>
    public required int Planned { get; init; }

    /// <summary>Cases that have their outcome.</summary>
    public required int Completed { get; init; }

    /// <summary>Different findings so far.</summary>
    public required int Findings { get; init; }

    /// <summary>The number of restarts.</summary>
    public required int Restarts { get; init; }

    /// <summary>The tool that was called last.</summary>
    public string? Tool { get; init; }

    /// <summary>Its activity besides calling tools, or instead; null when there is none.</summary>
    public CampaignActivity? Activity { get; init; }
}

/// <summary>An activity of a campaign besides the planned cases.</summary>
/// <param name="What">In a few words, such as <c>waiting for the handshake</c> or <c>isolating
/// server-stuck</c>.</param>
/// <param name="Tool">Its tool; null when there is none.</param>
/// <param name="Since">How long it has lasted.</param>
public sealed record CampaignActivity(string What, string? Tool, TimeSpan Since);

/// <summary>The outcome of a case.</summary>
public enum CaseOutcome
{
    /// <summary>A result.</summary>
    Succeeded,

    /// <summary>A result with <c>isError</c>.</summary>
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
/// <param name="Outcome">Its outcome.</param>
/// <param name="Elapsed">From the write to the reply.</param>
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

/// <summary>A finding is new, or supersedes others.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Finding">The finding, as known at that time.</param>
public sealed record FindingRecorded(string CampaignId, Finding Finding) : ICampaignEvent
{
    /// <summary>The ids of earlier findings that are part of this one. They are not reported separately.</summary>
    public IReadOnlyList<string> Supersedes { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The campaign has ended and its targets are stopped.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Summary">The summary.</param>
/// <param name="Findings">All findings, the most severe first.</param>
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
/// <param name="StderrTail">The end of its stderr, printable and masked; may be empty.</param>
public sealed record TargetFailure(string Message, string StderrTail)
{
    /// <summary>True when the target is fine, but lacks what the campaign asks for.</summary>
    public bool IsWrongUsage { get; init; }
}
