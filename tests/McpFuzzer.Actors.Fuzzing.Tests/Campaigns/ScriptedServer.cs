using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>
/// Sessions with servers that live in the test: the script says what a call does, and no time passes.
/// </summary>
internal sealed class ScriptedServer : IMcpConnector
{
    private readonly List<ScriptedSession> _sessions = [];
    private int _attempts;
    private int _lists;

    public List<McpTool> Tools { get; } = [];

    /// <summary>What is wrong with the list of tools.</summary>
    public List<ListBreach> Breaches { get; } = [];

    /// <summary>How long the end of a session takes.</summary>
    public Task Ending { get; set; } = Task.CompletedTask;

    /// <summary>Why listing tools fails; null when it succeeds.</summary>
    public string? NoList { get; set; }

    /// <summary>So many lists are empty before the tools are on them.</summary>
    public int EmptyLists { get; set; }

    /// <summary>How often the tools were asked for.</summary>
    public int Lists => _lists;

    /// <summary>Holds each connect until it completes, even if it is cancelled meanwhile.</summary>
    public Task Connecting { get; set; } = Task.CompletedTask;

    /// <summary>What a call does, by tool and arguments.</summary>
    public Func<string, string, Behaviour> Script { get; set; } = (_, _) => Behaviour.Answers;

    /// <summary>Whether this attempt to connect, counted from 1, succeeds.</summary>
    public Func<int, bool> Starts { get; set; } = _ => true;

    public IReadOnlyList<ScriptedSession> Sessions
    {
        get
        {
            lock (_sessions)
            {
                return [.. _sessions];
            }
        }
    }

    public IReadOnlyList<string> Called => [.. Sessions.SelectMany(session => session.Called)];

    public static McpTool Tool(string name, bool destructive = false)
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"n":{"type":"integer"}}}""");
        return new McpTool(name, schema.RootElement.Clone(), OutputSchema: null, destructive);
    }

    /// <summary>The tools as they are listed now.</summary>
    public IReadOnlyList<McpTool> List() => Interlocked.Increment(ref _lists) <= EmptyLists ? [] : [.. Tools];

    public async Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    )
    {
        await Connecting;
        lock (_sessions)
        {
            if (!Starts(++_attempts))
            {
                return new ConnectResult.Failed("the command was not found", Exit: null, OutputTail.Empty);
            }

            var session = new ScriptedSession(this, target, observer, $"target-{_attempts}")
            {
                KnownRevision = knownRevision,
            };
            _sessions.Add(session);
            return new ConnectResult.Connected(session);
        }
    }
}

internal sealed class ScriptedSession(ScriptedServer server, ProcessSpec target, IStreamObserver observer, string key)
    : IMcpSession
{
    private static readonly JsonElement Text = JsonDocument
        .Parse("""{"content":[{"type":"text","text":"ok"}]}""")
        .RootElement.Clone();

    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<McpReply>> _inFlight = [];
    private readonly List<string> _called = [];
    private readonly TaskCompletionSource<IWaitReply> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stuck;

    public ProcessSpec Target { get; } = target;

    /// <summary>What it was said to speak when it was started.</summary>
    public string? KnownRevision { get; init; }

    public bool Disposed { get; private set; }

    public bool Killed { get; private set; }

    public ProcessKey Key { get; } = new(key);

    public int Incarnation => 1;

    public ServerIdentity Server { get; } = new("scripted", "1", "2025-11-25");

    public Task<IWaitReply> Exited => _exited.Task;

    public IReadOnlyList<string> Called
    {
        get
        {
            lock (_gate)
            {
                return [.. _called];
            }
        }
    }

    public Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation) =>
        Task.FromResult<ListToolsResult>(
            server.NoList is { } why
                ? new ListToolsResult.Failed(why)
                : new ListToolsResult.Listed(server.List()) { Breaches = server.Breaches }
        );

    public long LastHeard => _stuck ? 0 : TimeProvider.System.GetTimestamp();

    /// <summary>The calls that were withdrawn.</summary>
    public List<ToolCall> Withdrawn { get; } = [];

    public void Withdraw(ToolCall call) => Withdrawn.Add(call);

    /// <summary>Says that the tools have changed.</summary>
    public void ChangeTools() => observer.OnToolsChanged();

    /// <summary>Writes a line that is not a message.</summary>
    public void Log(string line) => observer.OnAnomaly(new StreamAnomaly(StreamAnomalyKind.Noise, line));

    public async Task<McpReply> CallToolAsync(ToolCall call, CancellationToken cancellation)
    {
        var reply = await ActAsync(call, cancellation);
        if (reply is not (McpReply.Lost or McpReply.TimedOut))
        {
            call.Replied?.Invoke(reply);
        }

        return reply;
    }

    public Task<ProbeResult> ProbeAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var answers = !_stuck && !_exited.Task.IsCompleted;
            return Task.FromResult(new ProbeResult(answers, answers ? PingAnswer.Answered : PingAnswer.Silent));
        }
    }

    public ValueTask KillAsync()
    {
        Killed = true;
        return DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.Ending;
        lock (_gate)
        {
            Disposed = true;
            End(ExitCause.Requested);
        }
    }

    private Task<McpReply> ActAsync(ToolCall call, CancellationToken cancellation)
    {
        var text = System.Text.Encoding.UTF8.GetString(call.Arguments.Span);
        lock (_gate)
        {
            _called.Add(call.Tool);
            return _exited.Task.IsCompleted || Disposed
                ? Task.FromResult<McpReply>(new McpReply.Lost(Written: false))
                : Act(server.Script(call.Tool, text), cancellation);
        }
    }

    private Task<McpReply> Act(Behaviour behaviour, CancellationToken cancellation)
    {
        switch (behaviour)
        {
            case Behaviour.Dies:
                End(ExitCause.Exited);
                return Task.FromResult<McpReply>(new McpReply.Lost(Written: true));
            case Behaviour.Sticks:
                _stuck = true;
                return Task.FromResult<McpReply>(new McpReply.TimedOut(TimeSpan.FromSeconds(10)));
            case Behaviour.NeverAnswers:
                return Task.FromResult<McpReply>(new McpReply.TimedOut(TimeSpan.FromSeconds(10)));
            case Behaviour.AnswersLate:
                return Task.FromResult<McpReply>(new McpReply.Result(Text, TimeSpan.FromSeconds(3)));
            case Behaviour.Logs:
                observer.OnAnomaly(new StreamAnomaly(StreamAnomalyKind.Noise, "[debug] noise"));
                return Task.FromResult<McpReply>(new McpReply.Result(Text, TimeSpan.FromMilliseconds(1)));
            case Behaviour.Waits:
                var waiting = new TaskCompletionSource<McpReply>(TaskCreationOptions.RunContinuationsAsynchronously);
                _inFlight.Add(waiting);
                return waiting.Task.WaitAsync(cancellation);
            default:
                return Task.FromResult<McpReply>(new McpReply.Result(Text, TimeSpan.FromMilliseconds(1)));
        }
    }

    private void End(ExitCause cause)
    {
        var tail = new OutputTail("boom\n"u8.ToArray(), 5);
        _exited.TrySetResult(
            new ProcessExited(Key, 1, new ProcessExit.Code(134), cause, TimeSpan.Zero, OutputTail.Empty, tail)
        );
        _inFlight.ForEach(call => call.TrySetResult(new McpReply.Lost(Written: true)));
        _inFlight.Clear();
    }
}
