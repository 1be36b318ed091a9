using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>A process that does what the test says. It dies from SIGKILL at once, and from nothing else.</summary>
internal sealed class FakeHandle(int pid, ProcessSpec spec) : IProcessHandle
{
    private readonly ConcurrentQueue<string> _orders = new();
    private readonly TaskCompletionSource<IProcessObserver> _observer = new();

    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<int> _members = [pid];
    private long _lastOutput;
    private int _disposals;
    private HeldMeasuring? _held;
    private int _measurements;

    public int Pid { get; } = pid;

    public ProcessSpec Spec { get; } = spec;

    public PipeReader? Stdout { get; } = spec.Stdout == StdioMode.Piped ? new Pipe().Reader : null;

    public PipeReader? Stderr { get; } = spec.Stderr == StdioMode.Piped ? new Pipe().Reader : null;

    public PipeWriter? Stdin { get; } = spec.Stdin == StdioMode.Piped ? new Pipe().Writer : null;

    /// <summary>
    /// The commands that it received: <c>signal 15 Group</c>, <c>terminate</c>, <c>kill</c>, <c>close stdin</c>,
    /// <c>close output</c>.
    /// </summary>
    public IEnumerable<string> Orders => _orders;

    /// <summary>When false, SIGKILL does nothing to it.</summary>
    public bool Killable { get; set; } = true;

    /// <summary>When set, the next use of the handle throws.</summary>
    public Exception? Fault { get; set; }

    public IReadOnlyList<int> Members
    {
        get => _members;
        set => _members = value;
    }

    public IReadOnlyList<AppliedLimit> Limits { get; init; } = [];

    /// <summary>The result of a measurement.</summary>
    public SetUsage? Usage { get; set; }

    /// <summary>When set, a measurement throws.</summary>
    public Exception? MeasuringFault { get; set; }

    /// <summary>How often it was measured.</summary>
    public int Measurements => Volatile.Read(ref _measurements);

    public long LastOutputTimestamp => Interlocked.Read(ref _lastOutput);

    public string StdoutText { get; set; } = "";

    public string StderrText { get; set; } = "";

    public Task Disposed => _disposed.Task;

    /// <summary>More than one means two owners.</summary>
    public int Disposals => Volatile.Read(ref _disposals);

    public void Writes(long timestamp) => Interlocked.Exchange(ref _lastOutput, timestamp);

    public void Observe(IProcessObserver observer) => _observer.SetResult(observer);

    /// <summary>The leader exits; the members named stay.</summary>
    public void Exit(ProcessExit exit, params int[] left)
    {
        _members = left;
        Tell(observer => observer.OnExited(exit));
    }

    /// <summary>It becomes ready.</summary>
    public void ShowSign() => Tell(observer => observer.OnReady());

    public void EndOutput() => Tell(observer => observer.OnOutputClosed());

    public bool Signal(ProcessSignal signal, SignalScope scope)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        _orders.Enqueue($"signal {signal.Number} {scope}");
        return _members.Count > 0;
    }

    public void Terminate(ProcessSignal signal)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        _orders.Enqueue(signal == ProcessSignal.Terminate ? "terminate" : $"terminate by {signal.Number}");
    }

    public void Kill()
    {
        _orders.Enqueue("kill");
        if (!Killable)
        {
            return;
        }

        var leaderLived = _members.Contains(Pid);
        _members = [];
        if (leaderLived)
        {
            Exit(new ProcessExit.Signal(9, CoreDumped: false));
        }
    }

    public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default) =>
        Fault is { } fault ? Task.FromException<IReadOnlyList<int>>(fault) : Task.FromResult(_members);

    public Task<SetUsage?> MeasureAsync(TimeSpan patience = default)
    {
        Interlocked.Increment(ref _measurements);
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            return held.Begin();
        }

        return MeasuringFault is { } fault ? Task.FromException<SetUsage?>(fault) : Task.FromResult(Usage);
    }

    /// <summary>Holds the next measurement.</summary>
    public HeldMeasuring HoldMeasuring() => _held = new HeldMeasuring();

    public void CloseStdin() => _orders.Enqueue("close stdin");

    public void CloseOutput()
    {
        _orders.Enqueue("close output");
        EndOutput();
    }

    public StdioState ReadStdio() => new(Tail(StdoutText), Tail(StderrText), 5);

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    public void Close()
    {
        Interlocked.Increment(ref _disposals);
        _disposed.TrySetResult();
    }

    private void Tell(Action<IProcessObserver> what)
    {
        _ = _observer.Task.ContinueWith(
            observer => what(observer.Result),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private static OutputTail Tail(string text) => new(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text));
}

/// <summary>A measurement that the test completes.</summary>
internal sealed class HeldMeasuring
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<SetUsage?> _result = new();

    public Task Begins => _begun.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>On a thread without a context, so that continuations have run when it returns.</summary>
    public Task CompleteAsync(SetUsage? usage) => Task.Run(() => _result.SetResult(usage));

    public Task<SetUsage?> Begin()
    {
        _begun.SetResult();
        return _result.Task;
    }
}
