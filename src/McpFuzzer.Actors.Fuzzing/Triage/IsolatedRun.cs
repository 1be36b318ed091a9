using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Runs scripts, each on a fresh server that is stopped at the end of the run. Triage and <c>replay</c> share it.
/// </summary>
/// <param name="targets">Starts servers.</param>
/// <param name="oracle">Assesses the replies.</param>
/// <param name="toolNames">The server's tools, for shapes.</param>
/// <param name="revision">The protocol revision of the target; null when unknown.</param>
internal sealed class IsolatedRun(
    TargetRuns targets,
    ReplyOracle oracle,
    IReadOnlyList<string> toolNames,
    string? revision
)
{
    private readonly OracleThresholds _thresholds = targets.Settings.Thresholds;
    private readonly TimeProvider _time = targets.Time;

    /// <summary>Returns the longest time that a run may take.</summary>
    public TimeSpan Longest(RunScript script) =>
        (2 * targets.StartTimeout)
        + (targets.LongTimeout * Math.Max(1, script.Mode is RunMode.InTurn ? script.Calls.Count : 1))
        + script.Quiet
        + (2 * _thresholds.StuckAfter)
        + targets.Settings.LastWords
        + targets.StopTimeout;

    /// <summary>Runs a script. A cancellation kills the server, and the observation is lost.</summary>
    public async Task<Observation> RunAsync(RunScript script, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        var watch = new StreamWatch(toolNames);
        try
        {
            return
                await targets.Connector.ConnectAsync(
                    targets.Target,
                    targets.StartTimeout,
                    watch,
                    revision,
                    cancellation
                )
                    is ConnectResult.Connected connected
                ? await RunAsync(script, connected.Session, watch, begun, cancellation)
                : Observation.Nothing(script, _time.GetElapsedTime(begun));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Observation.Nothing(script, _time.GetElapsedTime(begun));
        }
    }

    private async Task<Observation> RunAsync(
        RunScript script,
        IMcpSession session,
        StreamWatch watch,
        long begun,
        CancellationToken cancellation
    )
    {
        var observation = new Observation { Script = script, Opened = true };
        try
        {
            observation = await ObserveAsync(observation, session, watch, cancellation);
        }
        finally
        {
            observation = observation with { ProvenGone = await targets.EndAsync(session, !observation.ShowsLife) };
        }

        return observation with
        {
            Took = _time.GetElapsedTime(begun),
        };
    }

    private async Task<Observation> ObserveAsync(
        Observation observation,
        IMcpSession session,
        StreamWatch watch,
        CancellationToken cancellation
    )
    {
        // A control sends requests too, but no call.
        await session.ProbeAsync(_thresholds.StuckAfter, cancellation);
        var sent = await SendAsync(observation.Script, session, cancellation);
        await Task.WhenAny(session.Exited, Task.Delay(observation.Script.Quiet, _time, cancellation));
        cancellation.ThrowIfCancellationRequested();
        var showsLife = sent.Exists(call => call.LifeWhileWaiting is not null)
            ? sent.Exists(call => call.LifeWhileWaiting is true)
            : (await session.ProbeAsync(_thresholds.StuckAfter, cancellation)).Answered;
        var exited = showsLife ? null : await ExitOf(session, cancellation);
        return observation with
        {
            Calls = [.. sent.Select(call => call.Observed with { Named = watch.Of(call.Call) })],
            Stream = watch.Of(null),
            ShowsLife = showsLife,
            Exit = exited is { Cause: ExitCause.Exited } ? exited.Exit : null,
            StdoutClosed = exited is null && sent.Exists(call => call.WasLost),
            StderrTail = exited is null ? "" : targets.Text.Show(exited.StderrTail),
        };
    }

    private async Task<List<SentCall>> SendAsync(RunScript script, IMcpSession session, CancellationToken cancellation)
    {
        if (script.Mode is not RunMode.InTurn)
        {
            return [.. await Task.WhenAll(script.Calls.Select(call => SendAsync(call, session, cancellation)))];
        }

        var sent = new List<SentCall>();
        foreach (var call in script.Calls)
        {
            sent.Add(await SendAsync(call, session, cancellation));
            if (sent[^1].Observed.Assessment is null)
            {
                break;
            }
        }

        return sent;
    }

    private async Task<SentCall> SendAsync(FuzzCase fuzzCase, IMcpSession session, CancellationToken cancellation)
    {
        var progressed = false;
        var call = new ToolCall(fuzzCase.Tool, fuzzCase.Arguments)
        {
            Progress = () => Volatile.Write(ref progressed, true),
        };
        using var patience = new CancellationTokenSource(targets.LongTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var replying = session.CallToolAsync(call, either.Token);
        var looking = LookForLifeAsync(replying, session, cancellation);
        try
        {
            var reply = await replying;
            return new SentCall(call, Observe(fuzzCase, reply)) { WasLost = reply is McpReply.Lost };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            var observed = new ObservedCall(fuzzCase, null, targets.LongTimeout)
            {
                Progressed = Volatile.Read(ref progressed),
            };
            return new SentCall(call, observed) { LifeWhileWaiting = await looking };
        }
    }

    private ObservedCall Observe(FuzzCase fuzzCase, McpReply reply)
    {
        var elapsed = reply switch
        {
            McpReply.Result result => result.Elapsed,
            McpReply.Error error => error.Elapsed,
            McpReply.Unreadable unreadable => unreadable.Elapsed,
            _ => (TimeSpan?)null,
        };
        return elapsed is { } known
            ? new ObservedCall(fuzzCase, oracle.Assess(fuzzCase, reply), known)
            : new ObservedCall(fuzzCase, null, TimeSpan.Zero);
    }

    // During the wait for the call, so that both waits overlap. Null when the reply comes first.
    private async Task<bool?> LookForLifeAsync(Task replying, IMcpSession session, CancellationToken cancellation)
    {
        var before = targets.LongTimeout - _thresholds.StuckAfter;
        var delay = Task.Delay(before > TimeSpan.Zero ? before : TimeSpan.Zero, _time, cancellation);
        return await Task.WhenAny(replying, delay) == replying
            ? null
            : (await session.ProbeAsync(_thresholds.StuckAfter, cancellation)).Answered;
    }

    private async Task<ProcessExited?> ExitOf(IMcpSession session, CancellationToken cancellation)
    {
        try
        {
            return await session.Exited.WaitAsync(targets.Settings.LastWords, _time, cancellation) as ProcessExited;
        }
        catch (TimeoutException)
        {
            // It is still running.
            return null;
        }
    }

    private sealed record SentCall(ToolCall Call, ObservedCall Observed)
    {
        public bool WasLost { get; init; }

        public bool? LifeWhileWaiting { get; init; }
    }
}
