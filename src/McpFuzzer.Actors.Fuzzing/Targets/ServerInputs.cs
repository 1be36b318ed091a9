using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>What a reply, or an anomaly of the stream, is to a server's machine.</summary>
internal static class ServerInputs
{
    /// <summary>What has come of a call.</summary>
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

    /// <summary>A failed start; null for one that was cancelled, which leaves nothing.</summary>
    public static ServerInput Of(ConnectResult.Failed? failed, TargetText text) =>
        failed is null
            ? new ServerInput.OpenFailed("", "")
            : new ServerInput.OpenFailed(text.Show(failed.Message), text.Show(failed.StderrTail));

    /// <summary>What the stream has shown; one that answers a message of the handshake is the server's own.</summary>
    public static ServerInput Of(StreamAnomaly anomaly, IReadOnlyList<string> toolNames, TimeSpan uptime)
    {
        var candidate = Candidates.Stream(anomaly, toolNames);
        return anomaly.Method is not null
            ? new ServerInput.AnomalyOfServer(candidate)
            : new ServerInput.AnomalySeen(candidate, anomaly.Call?.Tag as FuzzCase, uptime);
    }
}
