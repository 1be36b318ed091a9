using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The events of one server for its campaign.</summary>
internal abstract record ServerEvent
{
    private ServerEvent() { }

    /// <summary>It takes calls.</summary>
    internal sealed record Opened : ServerEvent;

    /// <summary>It did not open, and is gone.</summary>
    internal sealed record OpenFailed(string Message, string StderrTail) : ServerEvent;

    /// <summary>A case has its reply.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Outcome">How it came out.</param>
    /// <param name="Elapsed">From the write to the reply.</param>
    /// <param name="Candidates">The candidates of the reply.</param>
    /// <param name="WasOverdue">The reply came after the call's timeout.</param>
    internal sealed record Settled(
        FuzzCase Case,
        CaseOutcome Outcome,
        TimeSpan Elapsed,
        IReadOnlyList<Candidate> Candidates,
        bool WasOverdue
    ) : ServerEvent
    {
        /// <summary>The tool's message when it rejects the call; null when it does not.</summary>
        public string? Rejection { get; init; }

        /// <summary>The limit of mcpfuzzer that the reply exceeds; null when it was read.</summary>
        public string? Limit { get; init; }
    }

    /// <summary>A case has no reply yet, and its reply would be slow.</summary>
    internal sealed record Pending(FuzzCase Case) : ServerEvent;

    /// <summary>A case has no reply within its timeout. Its reply is still awaited.</summary>
    internal sealed record Overdue(FuzzCase Case) : ServerEvent;

    /// <summary>A case was not sent. It can be sent again, here or elsewhere.</summary>
    internal sealed record Returned(FuzzCase Case) : ServerEvent
    {
        /// <summary>The server takes no more calls.</summary>
        public bool TakesNoMore { get; init; }
    }

    /// <summary>An anomaly of the stream.</summary>
    /// <param name="Candidate">The candidate.</param>
    /// <param name="Named">The call that an id names; null when there is none.</param>
    /// <param name="Scene">What was running at that time.</param>
    internal sealed record Seen(Candidate Candidate, FuzzCase? Named, Scene Scene) : ServerEvent;

    /// <summary>An anomaly of the stream that needs no call.</summary>
    internal sealed record SeenOfServer(Candidate Candidate) : ServerEvent;

    /// <summary>The server is silent. It is still running, but takes no more calls.</summary>
    internal sealed record Silent(Scene Scene) : ServerEvent;

    /// <summary>The server answered a probe only after its current call, so it handles requests one by one.</summary>
    internal sealed record SerialSeen : ServerEvent;

    /// <summary>A silent server wrote something, so it was busy.</summary>
    internal sealed record WokeUp : ServerEvent;

    /// <summary>It exited by itself, or closed its stdout.</summary>
    /// <param name="Candidate">The candidate of its end.</param>
    /// <param name="Scene">What was running at that time.</param>
    internal sealed record Died(Candidate Candidate, Scene Scene) : ServerEvent;

    /// <summary>Another process ended it, so its calls show nothing.</summary>
    internal sealed record Undone(string How, string StderrTail, IReadOnlyList<FuzzCase> Cases) : ServerEvent;

    /// <summary>It is stopped. This is the last event of a server that was open. These cases have no reply.</summary>
    internal sealed record Closed(IReadOnlyList<FuzzCase> Unanswered, string StderrTail, bool ProvenGone) : ServerEvent;
}

/// <summary>What was running on a server when something showed.</summary>
/// <param name="Unanswered">The calls without a reply, in the order of sending; calls that were given up come
/// first.</param>
/// <param name="Lately">The last answered calls, the latest first.</param>
/// <param name="Uptime">How long the server had been open.</param>
internal sealed record Scene(IReadOnlyList<FuzzCase> Unanswered, IReadOnlyList<FuzzCase> Lately, TimeSpan Uptime)
{
    /// <summary>Returns these calls in the order of sending, as far as it is known.</summary>
    public IReadOnlyList<FuzzCase> Sequence => [.. Lately.Reverse(), .. Unanswered];
}
