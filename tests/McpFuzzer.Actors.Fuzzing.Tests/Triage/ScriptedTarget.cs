using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

/// <summary>
/// One server that lives in the test, with the session to it: replies and probes end when the test says so.
/// </summary>
internal sealed class ScriptedTarget : IMcpConnector, IMcpSession
{
    private readonly TaskCompletionSource<IWaitReply> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ToolCall> _called = [];
    private readonly Lock _gate = new();

    /// <summary>What it was started with.</summary>
    public (ProcessSpec Target, TimeSpan Timeout, string? Revision)? Start { get; private set; }

    /// <summary>What the connect comes to.</summary>
    public Func<ScriptedTarget, CancellationToken, Task<ConnectResult>> Connect { get; init; } =
        (target, _) => Task.FromResult<ConnectResult>(new ConnectResult.Connected(target));

    /// <summary>How a call is answered; without it no call is.</summary>
    public Func<ToolCall, McpReply?> Reply { get; init; } = _ => null;

    /// <summary>Whether this probe is answered, counted from 1; an exited server answers none.</summary>
    public Func<int, bool> ShowsLife { get; init; } = _ => true;

    /// <summary>The timeout of each probe.</summary>
    public List<TimeSpan> Probes { get; } = [];

    public IStreamObserver? Observer { get; private set; }

    public bool Disposed { get; private set; }

    public bool Killed { get; private set; }

    public ProcessKey Key { get; } = new("scripted");

    public int Incarnation => 3;

    public ServerIdentity Server { get; } = new("scripted", "1", "2025-11-25");

    public Task<IWaitReply> Exited => _exited.Task;

    public long LastHeard { get; set; }

    public IReadOnlyList<ToolCall> Called
    {
        get
        {
            lock (_gate)
            {
                return [.. _called];
            }
        }
    }

    public Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    )
    {
        (Start, Observer) = ((target, timeout, knownRevision), observer);
        return Connect(this, cancellation);
    }

    public async Task<McpReply> CallToolAsync(ToolCall call, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _called.Add(call);
        }

        var reply = Reply(call) ?? await Never(cancellation);
        call.Replied?.Invoke(reply);
        return reply;
    }

    public Task<ProbeResult> ProbeAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var answers = ShowsLife(Count(timeout)) && !_exited.Task.IsCompleted;
        return Task.FromResult(new ProbeResult(answers, answers ? PingAnswer.Answered : PingAnswer.Silent));
    }

    // The calls of a script look for life at the same time.
    private int Count(TimeSpan timeout)
    {
        lock (_gate)
        {
            Probes.Add(timeout);
            return Probes.Count;
        }
    }

    public void Exit(ExitCause cause) =>
        _exited.SetResult(
            new ProcessExited(
                Key,
                Incarnation,
                new ProcessExit.Code(134),
                cause,
                TimeSpan.Zero,
                OutputTail.Empty,
                new OutputTail("boom\u0007\n"u8.ToArray(), 6)
            )
        );

    public ValueTask KillAsync()
    {
        Killed = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    public Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation) =>
        throw new InvalidOperationException("a run lists no tools");

    public void Withdraw(ToolCall call) { }

    private static async Task<McpReply> Never(CancellationToken cancellation)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellation);
        throw new InvalidOperationException("the end of time");
    }
}
