using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The inputs of one server's machine.</summary>
internal abstract record ServerInput
{
    private ServerInput() { }

    /// <summary>It runs and speaks MCP.</summary>
    internal sealed record Opened : ServerInput;

    /// <summary>It did not start, or does not speak MCP, and is gone.</summary>
    internal sealed record OpenFailed(string Message, string StderrTail) : ServerInput;

    /// <summary>The campaign sends a case.</summary>
    internal sealed record Assigned(FuzzCase Case) : ServerInput;

    /// <summary>A call has its reply. It may have been overdue.</summary>
    internal sealed record Answered(FuzzCase Case, ReplyAssessment Assessment, TimeSpan Elapsed) : ServerInput;

    /// <summary>A call has no reply within its timeout.</summary>
    internal sealed record TimedOut(FuzzCase Case) : ServerInput;

    /// <summary>A call has no reply yet, though one would be slow by now.</summary>
    internal sealed record Pending(FuzzCase Case) : ServerInput;

    /// <summary>The server has written nothing for a while, with calls in flight.</summary>
    internal sealed record Quiet : ServerInput;

    /// <summary>A call was not sent.</summary>
    internal sealed record Unsent(FuzzCase Case) : ServerInput;

    /// <summary>The stream ended before the reply of a call.</summary>
    internal sealed record Lost(FuzzCase Case) : ServerInput;

    /// <summary>A probe was answered, or not in time.</summary>
    /// <param name="ShowsLife">Whether it was answered.</param>
    /// <param name="SilentFor">How long the server has written nothing.</param>
    /// <param name="Uptime">How long the server had been open.</param>
    internal sealed record Probed(bool ShowsLife, TimeSpan SilentFor, TimeSpan Uptime) : ServerInput;

    /// <summary>A silent server wrote something, perhaps the reply to a call that was given up.</summary>
    internal sealed record Heard : ServerInput;

    /// <summary>An anomaly of the stream.</summary>
    /// <param name="Candidate">The candidate; it has a tool if an id names the call.</param>
    /// <param name="Named">The call that an id names.</param>
    /// <param name="Uptime">How long the server had been open.</param>
    internal sealed record AnomalySeen(Candidate Candidate, FuzzCase? Named, TimeSpan Uptime) : ServerInput;

    /// <summary>An anomaly of the stream whose id names a request that is not a call.</summary>
    internal sealed record AnomalyOfServer(Candidate Candidate) : ServerInput;

    /// <summary>The stream has ended.</summary>
    internal sealed record StreamEnded : ServerInput;

    /// <summary>The leader has exited. Its last replies may still arrive.</summary>
    internal sealed record Exited(TimeSpan Uptime) : ServerInput;

    /// <summary>
    /// The time is over for the last replies of an exited server, or for the exit of one that closed its stdout.
    /// </summary>
    internal sealed record LastWordsOver : ServerInput;

    /// <summary>The campaign stops waiting for the reply to an overdue call.</summary>
    internal sealed record GivenUp(FuzzCase Case) : ServerInput;

    /// <summary>The campaign no longer needs the server.</summary>
    internal sealed record CloseRequested(bool Force) : ServerInput;

    /// <summary>The server is stopped, as far as possible.</summary>
    internal sealed record Ended(ServerEnd End) : ServerInput;
}

/// <summary>How a server ended.</summary>
/// <param name="Exit">Null when unknown.</param>
/// <param name="Cause">Null when unknown.</param>
/// <param name="StderrTail">Printable and masked.</param>
/// <param name="ProvenGone">False when a member of its process set may be left.</param>
internal sealed record ServerEnd(ProcessExit? Exit, ExitCause? Cause, string StderrTail, bool ProvenGone);
