using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>What one server reports to its campaign.</summary>
internal abstract record ServerEvent
{
    private ServerEvent() { }

    /// <summary>It takes calls.</summary>
    internal sealed record Opened : ServerEvent;

    /// <summary>It never took a call, and is gone.</summary>
    internal sealed record OpenFailed(string Message, string StderrTail) : ServerEvent;

    /// <summary>A case has its reply.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Outcome">How it came out.</param>
    /// <param name="Elapsed">From its writing to its reply.</param>
    /// <param name="Candidates">What the reply shows.</param>
    /// <param name="WasOverdue">The reply came after the call's timeout.</param>
    internal sealed record Settled(
        FuzzCase Case,
        CaseOutcome Outcome,
        TimeSpan Elapsed,
        IReadOnlyList<Candidate> Candidates,
        bool WasOverdue
    ) : ServerEvent
    {
        /// <summary>What the tool says when it refuses the call; null when it does not.</summary>
        public string? Refusal { get; init; }

        /// <summary>
        /// The limit of mcpfuzzer that the reply exceeds, so that it was not read; null when it was read.
        /// </summary>
        public string? Limit { get; init; }
    }

    /// <summary>A case has no reply yet, though one would be slow by now.</summary>
    internal sealed record Pending(FuzzCase Case) : ServerEvent;

    /// <summary>A case has no reply within its timeout. Its reply is still waited for.</summary>
    internal sealed record Overdue(FuzzCase Case) : ServerEvent;

    /// <summary>A case never left; it can be sent again, here or elsewhere.</summary>
    internal sealed record Returned(FuzzCase Case) : ServerEvent
    {
        /// <summary>The server takes no more calls.</summary>
        public bool TakesNoMore { get; init; }
    }

    /// <summary>Something on the stream does not belong there.</summary>
    /// <param name="Candidate">What it shows.</param>
    /// <param name="Named">The call that an id names; null when none does.</param>
    /// <param name="Scene">What was going on.</param>
    internal sealed record Seen(Candidate Candidate, FuzzCase? Named, Scene Scene) : ServerEvent;

    /// <summary>Something on the stream does not belong there, and it took no call to see it.</summary>
    internal sealed record SeenOfServer(Candidate Candidate) : ServerEvent;

    /// <summary>Nothing comes from the server any more. It lives on, and takes no more calls.</summary>
    internal sealed record Silent(Scene Scene) : ServerEvent;

    /// <summary>
    /// The server answered a probe only after the call that it was working on: it takes its requests one by one.
    /// </summary>
    internal sealed record SerialSeen : ServerEvent;

    /// <summary>Something came from a server that was silent: it was at work.</summary>
    internal sealed record WokeUp : ServerEvent;

    /// <summary>It ended by itself, or closed its stdout.</summary>
    /// <param name="Candidate">What that shows.</param>
    /// <param name="Scene">What was going on.</param>
    internal sealed record Died(Candidate Candidate, Scene Scene) : ServerEvent;

    /// <summary>It was ended from outside; its calls say nothing.</summary>
    internal sealed record Undone(string How, string StderrTail, IReadOnlyList<FuzzCase> Cases) : ServerEvent;

    /// <summary>It is stopped; the last event of a server that was open. These cases are without a reply.</summary>
    internal sealed record Closed(IReadOnlyList<FuzzCase> Unanswered, string StderrTail, bool ProvenGone) : ServerEvent;
}

/// <summary>What was going on at a server when something showed.</summary>
/// <param name="Unanswered">
/// The calls without a reply, in the order of sending; before them those that were given up.
/// </param>
/// <param name="Lately">The calls that were answered before, the latest first.</param>
/// <param name="Uptime">How long the server had been open.</param>
internal sealed record Scene(IReadOnlyList<FuzzCase> Unanswered, IReadOnlyList<FuzzCase> Lately, TimeSpan Uptime)
{
    /// <summary>Those calls in the order of sending, as far as it is known.</summary>
    public IReadOnlyList<FuzzCase> Sequence => [.. Lately.Reverse(), .. Unanswered];
}
