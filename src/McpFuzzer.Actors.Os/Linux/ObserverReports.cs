using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Reports the events of one process to its observer, until the handle is disposed. Used on the loop's thread only.
/// </summary>
internal sealed class ObserverReports(EventLoop loop)
{
    private IProcessObserver? _observer;
    private bool _isOver;

    internal bool AreRead => !_isOver && _observer is not null;

    /// <summary>Reports what has happened before, and from now on each new event.</summary>
    internal void Begin(IProcessObserver observer, bool isReady, ProcessExit? exit, bool isOutputClosed)
    {
        _observer = observer;
        if (isReady)
        {
            loop.Guard(observer.OnReady);
        }

        if (exit is not null)
        {
            loop.Guard(() => observer.OnExited(exit));
        }

        if (isOutputClosed)
        {
            loop.Guard(observer.OnOutputClosed);
        }
    }

    internal void Breach(LimitBreach breach) => Report(observer => observer.OnBreach(breach));

    internal void Exited(ProcessExit exit) => Report(observer => observer.OnExited(exit));

    internal void Ready() => Report(static observer => observer.OnReady());

    internal void OutputClosed() => Report(static observer => observer.OnOutputClosed());

    internal void End() => _isOver = true;

    private void Report(Action<IProcessObserver> report)
    {
        if (!_isOver && _observer is { } observer)
        {
            loop.Guard(() => report(observer));
        }
    }
}
