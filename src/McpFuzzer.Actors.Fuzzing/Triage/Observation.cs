using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The observation of one isolation run.</summary>
internal sealed record Observation
{
    /// <summary>The script that was run.</summary>
    public required RunScript Script { get; init; }

    /// <summary>
    /// False when there was no session, because the server did not start or the run was cancelled. Such a run shows
    /// nothing.
    /// </summary>
    public bool Opened { get; init; }

    /// <summary>The calls that were sent, in order.</summary>
    public IReadOnlyList<ObservedCall> Calls { get; init; } = [];

    /// <summary>Anomalies of the stream that name no call.</summary>
    public IReadOnlyList<Candidate> Stream { get; init; } = [];

    /// <summary>The server answered a probe at the end.</summary>
    public bool ShowsLife { get; init; }

    /// <summary>How the server exited by itself; null when it did not.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>It closed its stdout and did not exit.</summary>
    public bool StdoutClosed { get; init; }

    /// <summary>The end of its stderr, printable and masked.</summary>
    public string StderrTail { get; init; } = "";

    /// <summary>The duration of the run, from the start of the server to its end.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>False when a member of its process set may be left.</summary>
    public bool ProvenGone { get; init; } = true;

    /// <summary>Creates an observation that shows nothing.</summary>
    public static Observation Nothing(RunScript script, TimeSpan took) => new() { Script = script, Took = took };
}

/// <summary>One call of an isolation run.</summary>
/// <param name="Case">What was sent.</param>
/// <param name="Assessment">The assessment of its reply; null without a reply.</param>
/// <param name="Elapsed">The time until its reply, or the time of the wait.</param>
internal sealed record ObservedCall(FuzzCase Case, ReplyAssessment? Assessment, TimeSpan Elapsed)
{
    /// <summary>The server reported progress.</summary>
    public bool Progressed { get; init; }

    /// <summary>Anomalies of the stream that name this call by its id.</summary>
    public IReadOnlyList<Candidate> Named { get; init; } = [];

    /// <summary>All candidates that name this call.</summary>
    public IEnumerable<Candidate> Candidates => [.. Assessment?.Candidates ?? [], .. Named];
}
