using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.External;

/// <summary>
/// An external process by its pidfd (docs/hazards.md, 20). epoll(7) reports the pidfd as readable when the last thread
/// has ended. The process need not be our child. Its own parent reaps it.
/// </summary>
internal sealed class ExternalProcess(EventLoop loop, int pidfd, ProcessStat stat) : IExternalProcess
{
    private static readonly ProcessExit NotOurs = new ProcessExit.Unknown("it is not a child of the node");

    private readonly TaskCompletionSource<ProcessExit> _ended = new();
    private readonly Lock _gate = new();
    private int _pidfd = pidfd;

    // On the loop's thread only.
    private Watch? _watch;

    public int Pid => stat.Pid;

    public long StartTicks => stat.StartTicks;

    public Task<ProcessExit> Ended => _ended.Task;

    /// <summary>
    /// Runs on the loop's thread before the caller has the process. Throws when the kernel's memory for watches is used
    /// up.
    /// </summary>
    internal void Start() =>
        _watch =
            stat.Parent == Environment.ProcessId
                ? ExitWatch.Add(loop, _pidfd, _ended.SetResult)
                : loop.Add(_pidfd, EpollEvents.In, OnEnded);

    public bool Terminate(ProcessSignal signal) => Send(signal.Number) & Send(SignalNumbers.SIGCONT);

    public bool Kill() => Send(SignalNumbers.SIGKILL);

    private bool Send(int signal)
    {
        lock (_gate)
        {
            return _pidfd >= 0 && Libc.PidfdSendSignal(_pidfd, signal);
        }
    }

    public void Dispose()
    {
        if (!loop.Post(End))
        {
            // The loop has ended, and watches nothing any more.
            Close();
        }
    }

    private void OnEnded()
    {
        Unwatch();
        _ended.SetResult(NotOurs);
    }

    private void End()
    {
        Unwatch();
        Close();
    }

    private void Unwatch()
    {
        if (_watch is { } watch)
        {
            _watch = null;
            loop.Remove(watch);
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            Descriptors.Close(ref _pidfd);
        }
    }
}
