using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>One child of <see cref="Process" />.</summary>
internal sealed class PortableProcessHandle : IProcessHandle
{
    private readonly Process _process;
    private readonly HostOptions _options;
    private readonly Action<PortableProcessHandle> _onReleased;
    private readonly Tail? _stdoutTail;
    private readonly Tail? _stderrTail;
    private readonly StreamReading? _stdout;
    private readonly StreamReading? _stderr;
    private readonly StreamWriting? _stdin;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _drained = new();
    private readonly Lock _gate = new();
    private IProcessObserver? _observer;
    private ProcessExit? _exit;
    private bool _outputClosed;
    private bool _ready;
    private bool _disposed;
    private long _lastOutput;

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

        if (spec.Stdin == StdioMode.Piped)
        {
            var pipe = StdioPipes.ForInput();
            Stdin = pipe.Writer;
            _stdin = new StreamWriting(process.StandardInput.BaseStream, pipe.Reader, options.StdinWriteTimeout);
        }
        else if (spec.Stdin != StdioMode.Inherited)
        {
            process.StandardInput.Close();
        }

        if (spec.Stdout != StdioMode.Inherited)
        {
            var pipe = spec.Stdout == StdioMode.Piped ? StdioPipes.ForOutput() : null;
            Stdout = pipe?.Reader;
            _stdoutTail = spec.Stdout == StdioMode.Null ? null : new Tail(spec.TailBytes);
            _stdout = new StreamReading(process.StandardOutput.BaseStream, _stdoutTail, pipe?.Writer, OnOutputBytes);
        }

        if (spec.Stderr != StdioMode.Inherited)
        {
            var pipe = spec.Stderr == StdioMode.Piped ? StdioPipes.ForOutput() : null;
            Stderr = pipe?.Reader;
            _stderrTail = spec.Stderr == StdioMode.Null ? null : new Tail(spec.TailBytes);
            _stderr = new StreamReading(process.StandardError.BaseStream, _stderrTail, pipe?.Writer, OnOutputBytes);
        }

        if (spec.ReadyWhen is { } sign)
        {
            // What is null is read all the same, and tells nothing.
            var readiness = new ReadinessDetector(sign, OnReady);
            _stdout?.Sign = spec.Stdout == StdioMode.Null ? null : readiness.NewReader();
            _stderr?.Sign = spec.Stderr == StdioMode.Null ? null : readiness.NewReader();
        }
    }

    public int Pid { get; }

    public IReadOnlyList<AppliedLimit> Limits { get; }

    public PipeReader? Stdout { get; }

    public PipeReader? Stderr { get; }

    public PipeWriter? Stdin { get; }

    public long LastOutputTimestamp => Volatile.Read(ref _lastOutput);

    /// <summary>Called once, before anybody has the handle.</summary>
    internal void Start()
    {
        _stdin?.Start();
        _ = WatchOutputAsync(_stdout?.RunAsync() ?? Task.CompletedTask, _stderr?.RunAsync() ?? Task.CompletedTask);
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
            Tell(observer, static told => told.OnReady());
        }

        if (exit is not null)
        {
            Tell(observer, told => told.OnExited(exit));
        }

        if (closed)
        {
            Tell(observer, static told => told.OnOutputClosed());
        }
    }

    public bool Signal(int signal, SignalScope scope)
    {
        // The group is ours as well: the leader alone is signalled, whatever the scope.
        return LeaderLives() && UnixSignal.TrySend(_process, signal);
    }

    public void KillSet()
    {
        if (!LeaderLives())
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
        catch (Exception fault) when (fault is Win32Exception or AggregateException)
        {
            _options.OnFault(fault);
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
        Task.Run(() => LeaderLives() ? LeaderUsage.Of(_process) : null);

    public void CloseStdin() => _stdin?.CloseAfterWriting();

    public void CloseOutput()
    {
        _stdout?.Finish();
        _stderr?.Finish();
    }

    public StdioState ReadStdio() =>
        new(
            _stdoutTail?.Snapshot() ?? OutputTail.Empty,
            _stderrTail?.Snapshot() ?? OutputTail.Empty,
            _stdin?.Bytes ?? 0
        );

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
        EndStdio();
        if (exited)
        {
            Release();
        }
    }

    // Process tells an exit that it comes across while it is asked something, under a lock of its own: it is never asked under ours, which the telling takes.
    private bool LeaderLives()
    {
        lock (_gate)
        {
            return !_disposed && _exit is null;
        }
    }

    private void OnExited()
    {
        // 128 + N for a signal N, as Process tells it; it cannot be known from the same code.
        var exit = new ProcessExit.Code(_process.ExitCode);
        bool disposed;
        lock (_gate)
        {
            // Told before it can be seen: whoever finds the set empty, and disposes, finds the exit told.
            _exit = exit;
            disposed = _disposed;
            Tell(disposed ? null : _observer, told => told.OnExited(exit));
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

    private async Task WatchOutputAsync(Task stdout, Task stderr)
    {
        await Task.WhenAll(stdout, stderr);
        IProcessObserver? observer;
        lock (_gate)
        {
            _outputClosed = true;
            observer = _disposed ? null : _observer;
        }

        Tell(observer, static told => told.OnOutputClosed());
    }

    private async Task EndStdioAfterDrainAsync()
    {
        await Task.Delay(_options.DrainTimeout, _drained.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndStdio();
    }

    private void EndStdio()
    {
        CloseOutput();
        _stdin?.Abandon();
    }

    private void OnReady()
    {
        IProcessObserver? observer;
        lock (_gate)
        {
            _ready = true;
            observer = _disposed ? null : _observer;
        }

        Tell(observer, static told => told.OnReady());
    }

    private void OnOutputBytes() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());

    private void Tell(IProcessObserver? observer, Action<IProcessObserver> told)
    {
        try
        {
            if (observer is not null)
            {
                told(observer);
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
