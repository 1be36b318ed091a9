using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

/// <summary>An observer that records its reports and their number.</summary>
internal sealed class Recorder : IProcessObserver
{
    // Only a backstop: a slow machine must not fail a test.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<ProcessExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _readies;
    private int _exits;
    private int _closings;

    internal Task<ProcessExit> Exit => _exit.Task.WaitAsync(Patience);

    internal Task Closed => _closed.Task.WaitAsync(Patience);

    internal Task Ready => _ready.Task.WaitAsync(Patience);

    internal int Readies => Volatile.Read(ref _readies);

    internal bool ExitedBeforeReady { get; private set; }

    internal bool HasExited => _exit.Task.IsCompleted;

    internal bool IsClosed => _closed.Task.IsCompleted;

    internal int Exits => Volatile.Read(ref _exits);

    internal int Closings => Volatile.Read(ref _closings);

    public void OnBreach(LimitBreach breach) { }

    public void OnExited(ProcessExit exit)
    {
        Interlocked.Increment(ref _exits);
        _exit.TrySetResult(exit);
    }

    public void OnReady()
    {
        ExitedBeforeReady = HasExited;
        Interlocked.Increment(ref _readies);
        _ready.TrySetResult();
    }

    public void OnOutputClosed()
    {
        Interlocked.Increment(ref _closings);
        _closed.TrySetResult();
    }
}
