using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The words of each suspicion that is about the server as a whole. A tool of null says that no single call shows it.</summary>
internal static class Suspicions
{
    /// <summary>The server exited without having been asked to, whatever its code.</summary>
    /// <param name="tool">The tool whose call shows it.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public static Suspicion Crash(string? tool, ProcessExit exit, string? stderrTail) =>
        throw new NotSupportedException("lands next");

    /// <summary>No reply, and no answer to a ping either.</summary>
    public static Suspicion ServerStuck(string? tool, TimeSpan after, string? stderrTail) =>
        throw new NotSupportedException("lands next");

    /// <summary>No reply to a call that was alone, while the server answers a ping.</summary>
    public static Suspicion ReplyLost(string? tool, TimeSpan after) => throw new NotSupportedException("lands next");

    /// <summary>A reply to a call that was alone, later than <see cref="OracleThresholds.SlowAfter" />.</summary>
    public static Suspicion ReplySlow(string? tool, TimeSpan elapsed) => throw new NotSupportedException("lands next");

    /// <summary>Something on the stream that does not belong there.</summary>
    public static Suspicion Stream(string? tool, StreamAnomaly anomaly) =>
        throw new NotSupportedException("lands next");
}
