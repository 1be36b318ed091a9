using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What a <see cref="TargetActor" /> tells its campaign. Events of an earlier generation are stale and do nothing.</summary>
/// <param name="Lane">Which of the campaign's servers.</param>
/// <param name="Generation">Which start of it: 1, 2, ….</param>
internal abstract record TargetEvent(int Lane, int Generation) : INoSerializationVerificationNeeded
{
    /// <summary>The target runs and speaks MCP.</summary>
    internal sealed record Opened(int Lane, int Generation, ServerIdentity Server) : TargetEvent(Lane, Generation);

    /// <summary>It could not be started or spoke no MCP; nothing is left of it.</summary>
    internal sealed record OpenFailed(int Lane, int Generation, string Message, string StderrTail)
        : TargetEvent(Lane, Generation);

    /// <summary>The tools it has, or why there is no list.</summary>
    internal sealed record Listed(int Lane, int Generation, ListToolsResult Result) : TargetEvent(Lane, Generation);

    /// <summary>A call has ended.</summary>
    internal sealed record CallEnded(int Lane, int Generation, long AttemptId, McpReply Reply)
        : TargetEvent(Lane, Generation);

    /// <summary>A ping was answered, or not in time.</summary>
    internal sealed record Pinged(int Lane, int Generation, bool Answered) : TargetEvent(Lane, Generation);

    /// <summary>Something was on the stream that does not belong there.</summary>
    internal sealed record AnomalySeen(int Lane, int Generation, StreamAnomaly Anomaly) : TargetEvent(Lane, Generation);

    /// <summary>The leader has exited; its last replies may still be on their way.</summary>
    internal sealed record Exited(int Lane, int Generation) : TargetEvent(Lane, Generation);

    /// <summary>The time for the last replies of a dead target, or for the exit of one that hung up, is over.</summary>
    internal sealed record LastWordsOver(int Lane, int Generation) : TargetEvent(Lane, Generation);

    /// <summary>The delay before the next start is over.</summary>
    internal sealed record Rested(int Lane, int Generation) : TargetEvent(Lane, Generation);

    /// <summary>The target is stopped, or as far as it could be.</summary>
    internal sealed record Closed(int Lane, int Generation, TargetEnd End) : TargetEvent(Lane, Generation);
}

/// <summary>How a target ended.</summary>
/// <param name="Exit">Null when it could not be told.</param>
/// <param name="Cause">Null when it could not be told.</param>
/// <param name="StderrTail">Printable and masked.</param>
/// <param name="ProvenGone">False when something of its set may be left.</param>
internal sealed record TargetEnd(ProcessExit? Exit, ExitCause? Cause, string StderrTail, bool ProvenGone);
