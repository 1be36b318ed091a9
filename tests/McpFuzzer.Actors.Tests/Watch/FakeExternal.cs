using System.Collections.Concurrent;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.External;

namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>An external process that does what the test says; it does not even die from SIGKILL by itself.</summary>
internal sealed class FakeExternal(int pid, long startTicks) : IExternalProcess
{
    private readonly ConcurrentQueue<int> _signals = new();
    private readonly TaskCompletionSource<ProcessExit> _ended = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid => pid;

    public long StartTicks => startTicks;

    public Task<ProcessExit> Ended => _ended.Task;

    /// <summary>The signals that it received.</summary>
    public IEnumerable<int> Signals => _signals;

    /// <summary>When set, a signal throws.</summary>
    public Exception? Fault { get; set; }

    public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void End(ProcessExit exit) => _ended.SetResult(exit);

    public bool Terminate(ProcessSignal signal)
    {
        Enqueue(signal.Number);
        Enqueue(ProcessSignal.Continue.Number);
        return true;
    }

    public bool Kill()
    {
        Enqueue(ProcessSignal.Kill.Number);
        return true;
    }

    private void Enqueue(int signal)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        _signals.Enqueue(signal);
    }

    public void Dispose() => _disposed.TrySetResult();
}
