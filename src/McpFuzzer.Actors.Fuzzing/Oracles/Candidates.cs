using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Describes candidates whose evidence is not the content of a reply.</summary>
internal static class Candidates
{
    /// <summary>The server exited by itself, with any code.</summary>
    /// <param name="tool">The tool whose call shows it; null when unknown.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="stderrTail">The end of its stderr.</param>
    public static Candidate Crash(string? tool, ProcessExit exit, string? stderrTail)
    {
        // A core dump depends on the machine, and so does the text of an unknown exit.
        var end = exit switch
        {
            ProcessExit.Code code => $"exit code {code.Value}",
            ProcessExit.Signal signal => SignalName.Of(signal.Number),
            _ => "unknown exit",
        };
        var during = tool is null ? "" : " when this call was sent alone";
        return new Candidate(
            Categories.Crash,
            tool,
            $"the server exits: {end}",
            $"The server {Ended(exit)}{during}, although nothing had asked it to exit.",
            end
        )
        {
            Exit = exit,
            StderrTail = stderrTail,
        };
    }

    private static string Ended(ProcessExit exit) =>
        exit switch
        {
            ProcessExit.Code code => $"exited with code {code.Value}",
            ProcessExit.Signal signal => $"was ended by {signal}",
            _ => $"ended with {exit}",
        };

    /// <summary>
    /// A candidate of a line that is not Unicode. The parser fails before it chooses a tool, so all tools show the same
    /// bug.
    /// </summary>
    public static Candidate OfTheLine(Candidate candidate) =>
        candidate with
        {
            Title = $"{candidate.Title}, at half a surrogate pair in a text",
            Shape = $"{candidate.Shape}, not Unicode",
            IsOfTheLine = true,
        };

    /// <summary>No reply to the call, and none to the requests that check whether the server is alive.</summary>
    public static Candidate ServerStuck(string? tool, TimeSpan after, string? stderrTail) =>
        new(
            Categories.ServerStuck,
            tool,
            "the server stops answering",
            $"No reply within {Show(after)}, and none to the requests that check whether the server is alive.",
            ""
        )
        {
            StderrTail = stderrTail,
        };

    /// <summary>The server closed its stdout without exiting.</summary>
    public static Candidate StdoutClosed(string? tool, string? stderrTail) =>
        new(
            Categories.ServerStuck,
            tool,
            "the server closes its stdout without exiting",
            "The server closed its stdout and did not exit, so no further reply can arrive.",
            "stdout closed"
        )
        {
            StderrTail = stderrTail,
        };

    /// <summary>No reply to a call that ran alone, from a server that is alive.</summary>
    public static Candidate ReplyLost(string? tool, TimeSpan after) =>
        new(
            Categories.ReplyLost,
            tool,
            "no reply to the call",
            $"No reply within {Show(after)}. A reply counts as lost after mcp-fuzzer.campaign.oracle.lost-after; "
                + "raise it, and --timeout, if the tool may take longer.",
            ""
        );

    /// <summary>A reply to a call that ran alone, later than <see cref="OracleThresholds.SlowAfter" />.</summary>
    /// <param name="tool">The tool whose call shows it.</param>
    /// <param name="elapsed">How long the reply took.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="defaults">The schema's default numbers for absent arguments.</param>
    public static Candidate ReplySlow(
        string? tool,
        TimeSpan elapsed,
        ReadOnlyMemory<byte> arguments,
        IReadOnlyList<double>? defaults = null
    )
    {
        var isExplained =
            StatedDuration.Explains(arguments.Span, elapsed)
            || (defaults ?? []).Any(stated => StatedDuration.Explains(stated, elapsed));
        var why = isExplained ? " A number in the arguments, or a default, says about as much." : "";
        var slow = new Candidate(
            Categories.ReplySlow,
            tool,
            "the reply is slow",
            $"The reply took {Show(elapsed)}.{why}",
            ""
        );
        return isExplained ? slow with { Severity = Severity.Info } : slow;
    }

    /// <summary>No reply yet, but the server reported progress on the call.</summary>
    public static Candidate AtWork(string? tool, TimeSpan after) =>
        new(
            Categories.ReplySlow,
            tool,
            "the reply is slow",
            $"No reply within {Show(after)}, but the server reported progress on the call. "
                + "A longer --timeout waits for it.",
            ""
        );

    /// <summary>A breach of MCP in the list of tools.</summary>
    public static Candidate Listing(ListBreach breach) =>
        new(
            Categories.ResultSchema,
            breach.Tool,
            $"tools/list: {breach.What}",
            $"The list of tools breaks the specification: {breach.What}.",
            $"tools/list: {breach.What}"
        );

    /// <summary>Something that does not belong on the stream.</summary>
    public static Candidate Stream(StreamAnomaly anomaly, IEnumerable<string> toolNames)
    {
        var (category, title, rule) = StreamWords.Of(anomaly.Kind);
        var isNoise = anomaly.Kind is StreamAnomalyKind.Noise;
        var said = anomaly.Excerpt.Length > 0 ? anomaly.Excerpt : anomaly.Detail;

        // A line that names a request counts as a reply, since only that request can have caused it.
        var namesRequest = anomaly.Call is not null || anomaly.Method is not null;
        return new Candidate(
            category,
            anomaly.Call?.Tool,
            isNoise || anomaly.Why.Length == 0 ? title : $"{title}: {anomaly.Why}",
            Printable.Escape(anomaly.Detail) + About(anomaly),
            Shape.Of(isNoise ? said : anomaly.Why, toolNames)
        )
        {
            Evidence = namesRequest ? EvidenceKind.Reply : EvidenceKind.Stream,
            Said = isNoise ? said : null,
            Rule = rule,
        };
    }

    /// <summary>The server does not answer <c>ping</c> with a result, though it is alive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The server answers ping, or was not pinged.</exception>
    public static Candidate PingUnanswered(PingAnswer answer)
    {
        var (title, detail) = answer switch
        {
            PingAnswer.Rejected => ("answers ping with an error", "The reply to ping was an error."),
            PingAnswer.Silent => ("does not answer ping", "No reply to ping arrived."),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "not an unanswered ping"),
        };
        return new Candidate(
            Categories.ProtocolBreach,
            null,
            title,
            $"{detail} The receiver of a ping must respond promptly with an empty response.",
            "ping"
        )
        {
            Rule = SpecificationRules.Ping,
        };
    }

    private static string About(StreamAnomaly anomaly) =>
        anomaly.Method is null ? "" : $" (the line names the request {anomaly.Method} of mcpfuzzer)";

    private static string Show(TimeSpan span) => Durations.Show(TimeSpan.FromSeconds(Math.Round(span.TotalSeconds, 1)));
}
