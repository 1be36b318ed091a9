using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Converts replies and anomalies of the stream to inputs of a server's machine.</summary>
internal static class ServerInputs
{
    /// <summary>The input of a completed call.</summary>
    public static ServerInput Of(TargetCalls.Replied replied, ReplyOracle oracle)
    {
        return replied.Reply switch
        {
            McpReply.TimedOut => new ServerInput.TimedOut(replied.Case),
            McpReply.Lost { Written: false } => new ServerInput.Unsent(replied.Case),
            McpReply.Lost => new ServerInput.Lost(replied.Case),
            McpReply.Result result => Judged(result.Elapsed),
            McpReply.Error error => Judged(error.Elapsed),
            McpReply.Unreadable unreadable => Judged(unreadable.Elapsed),
            var other => throw new InvalidOperationException($"no rule for {other.GetType().Name}"),
        };

        ServerInput.Answered Judged(TimeSpan elapsed) =>
            new(replied.Case, oracle.Assess(replied.Case, replied.Reply), elapsed);
    }

    /// <summary>The input of a failed start; null for a cancelled one, which leaves no process.</summary>
    public static ServerInput Of(ConnectResult.Failed? failed, TargetText text) =>
        failed is null
            ? new ServerInput.OpenFailed("", "")
            : new ServerInput.OpenFailed(text.Show(failed.Message), text.Show(failed.StderrTail));

    /// <summary>
    /// The input of an anomaly of the stream. An answer to a message of the handshake belongs to the server.
    /// </summary>
    public static ServerInput Of(StreamAnomaly anomaly, IReadOnlyList<string> toolNames, TimeSpan uptime)
    {
        var candidate = Candidates.Stream(anomaly, toolNames);
        return anomaly.Method is not null
            ? new ServerInput.AnomalyOfServer(candidate)
            : new ServerInput.AnomalySeen(candidate, anomaly.Call?.Tag as FuzzCase, uptime);
    }
}
