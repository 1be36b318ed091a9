using System.Diagnostics;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>One child of <see cref="Process" />.</summary>
internal sealed class PortableProcessHandle : IProcessHandle
{
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly HostOptions _options;
    private readonly Action<PortableProcessHandle> _onReleased;
    private readonly PortableStreams _streams;
    private readonly CancellationTokenSource _drained = new();
    private readonly Lock _gate = new();
    private IProcessObserver? _observer;
    private ProcessExit? _exit;
    private bool _outputClosed;
    private bool _ready;
    private bool _disposed;

    internal PortableProcessHandle(
        Process process,
        ProcessSpec spec,
        TimeProvider time,
        HostOptions options,
        Action<PortableProcessHandle> onReleased
    )
    {
        _process = process;
        _time = time;
        _options = options;
        _onReleased = onReleased;
        Pid = process.Id;
        Limits = LimitMethods.Of(spec.Limits);
        _streams = new PortableStreams(process, spec, time, options);
        if (spec.ReadyWhen is { } sign)
        {
            _streams.LookFor(sign, OnReady);
        }
    }

    public int Pid { get; }

    public IReadOnlyList<AppliedLimit> Limits { get; }

    public PipeReader? Stdout => _streams.Stdout;

    public PipeReader? Stderr => _streams.Stderr;

    public PipeWriter? Stdin => _streams.Stdin;

    public long LastOutputTimestamp => _streams.LastOutputTimestamp;

    /// <summary>Called once, before a caller has the handle.</summary>
    internal void Start()
    {
        _ = WatchOutputAsync(_streams.RunAsync());
        _process.Exited += (_, _) => OnExited();
        _process.EnableRaisingEvents = true;
    }

    public void Observe(IProcessObserver observer)
    {
        ProcessExit? exit;
        bool closed;
        bool ready;
        lock (_gate)
        {
            _observer = observer;
            (exit, closed, ready) = (_exit, _outputClosed, _ready);
        }

        if (ready)
        {
            Report(observer, static each => each.OnReady());
        }

        if (exit is not null)
        {
            Report(observer, each => each.OnExited(exit));
        }

        if (closed)
        {
            Report(observer, static each => each.OnOutputClosed());
        }
    }

    public bool Signal(ProcessSignal signal, SignalScope scope)
    {
        // The child shares the node's group. Only the leader is signalled, for either scope.
        return IsLeaderAlive() && SignalledChild.TrySend(_process, signal);
    }

    public void Terminate(ProcessSignal signal)
    {
        // The descendants are unknown.
        if (Signal(signal, SignalScope.Leader))
        {
            Signal(ProcessSignal.Continue, SignalScope.Leader);
        }
    }

    public void Kill()
    {
        if (IsLeaderAlive())
        {
            SignalledChild.KillTree(_process, _options.OnFault);
        }
    }

    public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<int>>(_exit is null ? [Pid] : []);
        }
    }

    public Task<SetUsage?> MeasureAsync(TimeSpan patience = default) =>
        Task.Run(() => IsLeaderAlive() ? LeaderUsage.Of(_process) : null);

    public void CloseStdin() => _streams.CloseStdinAfterWriting();

    public void CloseOutput() => _streams.FinishOutput();

    public StdioState ReadStdio() => _streams.ReadState();

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    public void Close()
    {
        bool exited;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            exited = _exit is not null;
        }

        _drained.Cancel();
        _streams.End();
        if (exited)
        {
            Release();
        }
    }

    // Process reports an exit that it notices during another call, under its own lock. It is never called under our
    // lock, which the report takes.
    private bool IsLeaderAlive()
    {
        lock (_gate)
        {
            return !_disposed && _exit is null;
        }
    }

    private void OnExited()
    {
        // 128 + N for a signal N, as Process reports it. The host cannot tell it from the same exit code.
        var exit = new ProcessExit.Code(_process.ExitCode);
        bool disposed;
        lock (_gate)
        {
            // Reported before it is visible: a caller that finds the set empty, and disposes, has seen the exit.
            _exit = exit;
            disposed = _disposed;
            Report(disposed ? null : _observer, each => each.OnExited(exit));
        }

        if (disposed)
        {
            Release();
        }
        else
        {
            _ = EndStdioAfterDrainAsync();
        }
    }

    private async Task WatchOutputAsync(Task output)
    {
        await output;
        IProcessObserver? observer;
        lock (_gate)
        {
            _outputClosed = true;
            observer = _disposed ? null : _observer;
        }

        Report(observer, static each => each.OnOutputClosed());
    }

    private async Task EndStdioAfterDrainAsync()
    {
        await Task.Delay(_options.DrainTimeout, _time, _drained.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _streams.End();
    }

    private void OnReady()
    {
        IProcessObserver? observer;
        lock (_gate)
        {
            _ready = true;
            observer = _disposed ? null : _observer;
        }

        Report(observer, static each => each.OnReady());
    }

    private void Report(IProcessObserver? observer, Action<IProcessObserver> report)
    {
        try
        {
            if (observer is not null)
            {
                report(observer);
            }
        }
        catch (Exception fault)
        {
            _options.OnFault(fault);
        }
    }

    private void Release()
    {
        _process.Dispose();
        _onReleased(this);
    }
}
