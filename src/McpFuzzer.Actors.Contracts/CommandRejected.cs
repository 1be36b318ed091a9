using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Contracts;

/// <summary>Why a command was refused. A refusal is an expected answer; a bug of ours is a <c>Status.Failure</c>.</summary>
public enum RejectReason
{
    /// <summary>No process, campaign or registration has that key.</summary>
    NotFound,

    /// <summary>The key's present incarnation has not ended.</summary>
    AlreadyExists,

    /// <summary>The command names an incarnation that is not the present one.</summary>
    StaleIncarnation,

    /// <summary>A value of the command is out of range; the message names it and says what is allowed.</summary>
    InvalidSpec,

    /// <summary>The operating system refused the start; see <see cref="CommandRejected.SpawnError" />.</summary>
    SpawnFailed,

    /// <summary>The process exists but is not running, or what was asked for is not open.</summary>
    NotRunning,

    /// <summary>The queue in front of the work is full; ask again later.</summary>
    Overloaded,

    /// <summary>A configured limit is reached.</summary>
    LimitReached,

    /// <summary>The system is shutting down and starts nothing more.</summary>
    ShuttingDown,

    /// <summary>The sender may not ask for this.</summary>
    Unauthorised,
}

/// <summary>A command was refused, and nothing was done.</summary>
/// <param name="Reason">The class of the refusal, to decide on.</param>
/// <param name="Message">One line for a person: what, where, and what is allowed.</param>
/// <param name="SpawnError">Which start error it was; set when <paramref name="Reason" /> is <see cref="RejectReason.SpawnFailed" />.</param>
public sealed record CommandRejected(RejectReason Reason, string Message, SpawnError? SpawnError = null)
    : IStartReply,
        IStopReply,
        IStopAllReply,
        IGetProcessReply,
        IWaitReply,
        IWaitReadyReply,
        IAttachReply,
        ISignalReply,
        ICleanupReply,
        IRegisterReply,
        IResizeReply,
        IStartCampaignReply,
        IGetCampaignReply,
        IStopCampaignReply;
