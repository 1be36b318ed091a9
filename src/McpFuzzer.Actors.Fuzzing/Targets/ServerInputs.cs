using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Converts replies and anomalies of the stream to inputs of a server's machine.</summary>
internal static class ServerInputs
{
    /// <summary>The input of a call that has its reply.</summary>
    public static ServerInput Of(TargetCalls.Replied replied, ReplyOracle oracle)
    {
        var elapsed = replied.Reply switch
        {
            McpReply.Result result => result.Elapsed,
            McpReply.Error error => error.Elapsed,
            McpReply.Unreadable unreadable => unreadable.Elapsed,
            var other => throw new InvalidOperationException($"no rule for {other.GetType().Name}"),
        };
        return new ServerInput.Answered(replied.Case, oracle.Assess(replied.Case, replied.Reply), elapsed);
    }

    /// <summary>The inputs of a call that has ended without a reply.</summary>
    public static IReadOnlyList<ServerInput> Of(TargetCalls.Unanswered call) =>
        call.End switch
        {
            McpReply.TimedOut => [new ServerInput.TimedOut(call.Case)],
            // A session that does not send a call has lost its stream.
            McpReply.Lost { Written: false } => [new ServerInput.Unsent(call.Case), new ServerInput.StreamEnded()],
            McpReply.Lost => [new ServerInput.Lost(call.Case)],
            var other => throw new InvalidOperationException($"no rule for {other.GetType().Name}"),
        };

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
