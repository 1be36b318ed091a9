using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What happens to one server.</summary>
internal abstract record ServerInput
{
    private ServerInput() { }

    /// <summary>It runs and speaks MCP.</summary>
    internal sealed record Opened : ServerInput;

    /// <summary>It could not be started, or did not speak MCP, and is gone.</summary>
    internal sealed record OpenFailed(string Message, string StderrTail) : ServerInput;

    /// <summary>The campaign sends a case.</summary>
    internal sealed record Assigned(FuzzCase Case) : ServerInput;

    /// <summary>A call has its reply. It may have been overdue.</summary>
    internal sealed record Answered(FuzzCase Case, ReplyAssessment Judgement, TimeSpan Elapsed) : ServerInput;

    /// <summary>A call has no reply within its timeout.</summary>
    internal sealed record TimedOut(FuzzCase Case) : ServerInput;

    /// <summary>A call has no reply yet, though one would be slow by now.</summary>
    internal sealed record Pending(FuzzCase Case) : ServerInput;

    /// <summary>Nothing has come from the server for a while, with calls in flight.</summary>
    internal sealed record Quiet : ServerInput;

    /// <summary>A call never left.</summary>
    internal sealed record Unsent(FuzzCase Case) : ServerInput;

    /// <summary>The stream ended before the reply of a call.</summary>
    internal sealed record Lost(FuzzCase Case) : ServerInput;

    /// <summary>A probe was answered, or not in time.</summary>
    /// <param name="ShowsLife">Whether it was.</param>
    /// <param name="SilentFor">How long nothing at all has come from the server.</param>
    /// <param name="Uptime">How long the server had been open.</param>
    internal sealed record Probed(bool ShowsLife, TimeSpan SilentFor, TimeSpan Uptime) : ServerInput;

    /// <summary>
    /// Something came from a silent server, perhaps the reply of a call that is not waited for any more.
    /// </summary>
    internal sealed record Heard : ServerInput;

    /// <summary>Something on the stream does not belong there.</summary>
    /// <param name="Candidate">What it shows; of a tool where an id names the call.</param>
    /// <param name="Named">The call that an id names.</param>
    /// <param name="Uptime">How long the server had been open.</param>
    internal sealed record AnomalySeen(Candidate Candidate, FuzzCase? Named, TimeSpan Uptime) : ServerInput;

    /// <summary>The stream shows something wrong whose id names a request that is not a call.</summary>
    internal sealed record AnomalyOfServer(Candidate Candidate) : ServerInput;

    /// <summary>The stream has ended.</summary>
    internal sealed record StreamEnded : ServerInput;

    /// <summary>The leader has exited; its last replies may still be on their way.</summary>
    internal sealed record Exited(TimeSpan Uptime) : ServerInput;

    /// <summary>
    /// The time for the last replies of a dead server, or for the exit of one that closed its stdout, is over.
    /// </summary>
    internal sealed record LastWordsOver : ServerInput;

    /// <summary>The campaign waits no longer for the reply of an overdue call.</summary>
    internal sealed record GivenUp(FuzzCase Case) : ServerInput;

    /// <summary>The campaign needs the server no more.</summary>
    internal sealed record CloseRequested(bool Force) : ServerInput;

    /// <summary>The server is stopped, or as far as it could be.</summary>
    internal sealed record Ended(ServerEnd End) : ServerInput;
}

/// <summary>How a server ended.</summary>
/// <param name="Exit">Null when it is not known.</param>
/// <param name="Cause">Null when it is not known.</param>
/// <param name="StderrTail">Printable and masked.</param>
/// <param name="ProvenGone">False when a member of its process set may be left.</param>
internal sealed record ServerEnd(ProcessExit? Exit, ExitCause? Cause, string StderrTail, bool ProvenGone);
