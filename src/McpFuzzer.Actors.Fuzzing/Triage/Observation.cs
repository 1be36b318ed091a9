using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What one isolation run showed.</summary>
internal sealed record Observation
{
    /// <summary>What was run.</summary>
    public required RunScript Script { get; init; }

    /// <summary>
    /// False when there was no session: the server did not start, or the run was cancelled. Then it shows nothing.
    /// </summary>
    public bool Opened { get; init; }

    /// <summary>The calls as far as they were sent, in their order.</summary>
    public IReadOnlyList<ObservedCall> Calls { get; init; } = [];

    /// <summary>What was on the stream and names no call.</summary>
    public IReadOnlyList<Candidate> Stream { get; init; } = [];

    /// <summary>The server answered a probe at the end.</summary>
    public bool ShowsLife { get; init; }

    /// <summary>How the server ended by itself; null when it did not.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>It closed its stdout and lived on.</summary>
    public bool StdoutClosed { get; init; }

    /// <summary>The last of its stderr, printable and masked.</summary>
    public string StderrTail { get; init; } = "";

    /// <summary>How long the run took, from the start of the server to its end.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>False when a member of its process set may be left.</summary>
    public bool ProvenGone { get; init; } = true;

    /// <summary>A run that shows nothing.</summary>
    public static Observation Nothing(RunScript script, TimeSpan took) => new() { Script = script, Took = took };
}

/// <summary>One call of an isolation run.</summary>
/// <param name="Case">What was sent.</param>
/// <param name="Judgement">What its reply shows; null without a reply.</param>
/// <param name="Elapsed">Until its reply, or how long it was waited for.</param>
internal sealed record ObservedCall(FuzzCase Case, ReplyAssessment? Judgement, TimeSpan Elapsed)
{
    /// <summary>The server reported progress.</summary>
    public bool Progressed { get; init; }

    /// <summary>What was on the stream and names this call by its id.</summary>
    public IReadOnlyList<Candidate> Named { get; init; } = [];

    /// <summary>All candidates that name this call.</summary>
    public IEnumerable<Candidate> Candidates => [.. Judgement?.Candidates ?? [], .. Named];
}
