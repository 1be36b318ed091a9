using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Contracts;

/// <summary>
/// Why a command was rejected. A rejection is an expected reply; a bug of the runtime is a <c>Status.Failure</c>.
/// </summary>
public enum RejectReason
{
    /// <summary>No process, campaign or registration has this key.</summary>
    NotFound,

    /// <summary>The key's current incarnation has not ended.</summary>
    AlreadyExists,

    /// <summary>The command names an incarnation that is not the current one.</summary>
    StaleIncarnation,

    /// <summary>A value of the command is out of range; the message names it and says what is allowed.</summary>
    InvalidSpec,

    /// <summary>The operating system could not start it; see <see cref="CommandRejected.SpawnError" />.</summary>
    SpawnFailed,

    /// <summary>The process exists but does not run, or its stream is not open.</summary>
    NotRunning,

    /// <summary>The queue is full; try again later.</summary>
    Overloaded,

    /// <summary>A configured limit is reached.</summary>
    LimitReached,

    /// <summary>The system is shutting down, and starts nothing more.</summary>
    ShuttingDown,

    /// <summary>The sender may not send this command.</summary>
    Unauthorised,
}

/// <summary>A command was rejected, and had no effect.</summary>
/// <param name="Reason">The reason, for programs.</param>
/// <param name="Message">One line for people: what, where, and what is allowed.</param>
/// <param name="SpawnError">The start error; set when <paramref name="Reason" /> is
/// <see cref="RejectReason.SpawnFailed" />.</param>
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
