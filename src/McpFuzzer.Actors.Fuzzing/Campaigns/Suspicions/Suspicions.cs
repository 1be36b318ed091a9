using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The words of each suspicion that is about the server as a whole. A tool of null says that no single call shows it.</summary>
internal static class Suspicions
{
    /// <summary>The server exited without having been asked to, whatever its code.</summary>
    /// <param name="tool">The tool whose call shows it.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public static Suspicion Crash(string? tool, ProcessExit exit, string? stderrTail)
    {
        // Whether a core was dumped depends on the machine, and so does the text of an unknown exit.
        var end = exit switch
        {
            ProcessExit.Code code => $"exit code {code.Value}",
            ProcessExit.Signal signal => SignalName.Of(signal.Number),
            _ => "unknown exit",
        };
        return new Suspicion(
            Categories.Crash,
            tool,
            $"the server ends: {end}",
            tool is null
                ? $"The server ended with {exit}. None of the calls that were in flight does it alone."
                : $"The server ended with {exit} while this call was in flight.",
            end
        )
        {
            Exit = exit,
            StderrTail = stderrTail,
        };
    }

    /// <summary>No reply, and no answer to a ping either.</summary>
    public static Suspicion ServerStuck(string? tool, TimeSpan after, string? stderrTail) =>
        new(
            Categories.ServerStuck,
            tool,
            "the server stops answering",
            $"No reply within {Show(after)}, and none to a ping either.",
            ""
        )
        {
            StderrTail = stderrTail,
        };

    /// <summary>It lives, but nothing that it says could reach anybody.</summary>
    public static Suspicion StdoutClosed(string? tool, string? stderrTail) =>
        new(
            Categories.ServerStuck,
            tool,
            "the server closes its stdout and lives on",
            "The server closed its stdout without exiting; no reply can come any more.",
            "stdout closed"
        )
        {
            StderrTail = stderrTail,
        };

    /// <summary>No reply to a call that was alone, while the server answers a ping.</summary>
    public static Suspicion ReplyLost(string? tool, TimeSpan after) =>
        new(
            Categories.ReplyLost,
            tool,
            "the call is never answered",
            $"No reply within {Show(after)} to a call that was alone, though the server answers a ping.",
            ""
        );

    /// <summary>A reply to a call that was alone, later than <see cref="OracleThresholds.SlowAfter" />.</summary>
    public static Suspicion ReplySlow(string? tool, TimeSpan elapsed) =>
        new(Categories.ReplySlow, tool, "the reply is slow", $"The reply took {Show(elapsed)}.", "");

    /// <summary>Something in the list of tools that MCP forbids.</summary>
    public static Suspicion Listing(ListBreach breach) =>
        new(
            Categories.ResultSchema,
            breach.Tool,
            $"tools/list: {breach.What}",
            "The list of tools is not what MCP makes of it. What could be called was called.",
            $"tools/list: {breach.What}"
        );

    /// <summary>Something on the stream that does not belong there.</summary>
    public static Suspicion Stream(string? tool, StreamAnomaly anomaly)
    {
        var (category, title) = anomaly.Kind switch
        {
            StreamAnomalyKind.Noise => (Categories.StdoutNoise, "writes to stdout what is no message"),
            StreamAnomalyKind.InvalidJson => (Categories.InvalidJson, "writes a line that is no valid JSON"),
            StreamAnomalyKind.InvalidJsonRpc => (
                Categories.InvalidJsonRpc,
                "writes JSON that is no JSON-RPC 2.0 message"
            ),
            StreamAnomalyKind.WrongId => (Categories.WrongId, "answers an id that was never sent"),
            StreamAnomalyKind.WrongIdType => (Categories.WrongIdType, "answers with an id of another type"),
            StreamAnomalyKind.DuplicateReply => (Categories.DuplicateReply, "answers one request twice"),
            StreamAnomalyKind.ReplyToNotification => (Categories.InvalidJsonRpc, "answers a notification"),
            StreamAnomalyKind.ServerRequest => (
                Categories.InvalidJsonRpc,
                "sends a request, which its protocol revision lacks"
            ),
            StreamAnomalyKind.Oversized => (Categories.OversizedReply, "writes a line beyond the frame cap"),
            _ => throw new ArgumentOutOfRangeException(nameof(anomaly), anomaly.Kind, "no kind of anomaly"),
        };
        return new Suspicion(category, tool, title, Printable.Escape(anomaly.Detail), "");
    }

    private static string Show(TimeSpan span) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");
}
