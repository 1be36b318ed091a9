using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One child. Its exit is read and told at once, but its zombie is kept until the set was proven empty or the handle is disposed: as long as it stands, its pid names nobody
/// else's process, group or session, and may be signalled.
/// </summary>
internal sealed class LinuxProcessHandle : IProcessHandle
{
    private readonly EventLoop _loop;
    private readonly TimeProvider _time;
    private readonly TimeSpan _drainTimeout;
    private readonly Action<LinuxProcessHandle> _onReleased;
    private readonly Tail? _stdoutTail;
    private readonly Tail? _stderrTail;
    private readonly Lock _gate = new();
    private int _pidfd;
    private bool _released;
    private volatile ProcessExit? _exit;
    private long _lastOutput;

    // Below: the loop's thread only.
    private readonly OutputPump? _stdout;
    private readonly OutputPump? _stderr;
    private readonly StdinPump? _stdin;
    private IProcessObserver? _observer;
    private Watch? _exitWatch;
    private Deadline? _drainDeadline;
    private int _openOutputs;
    private bool _disposed;

    internal LinuxProcessHandle(
        EventLoop loop,
        TimeProvider time,
        HostOptions options,
        ProcessSpec spec,
        int pid,
        int pidfd,
        ChildStdio stdio,
        Action<LinuxProcessHandle> onReleased
    )
    {
        _loop = loop;
        _time = time;
        _drainTimeout = options.DrainTimeout;
        _onReleased = onReleased;
        _pidfd = pidfd;
        Pid = pid;

        if (stdio.TakeNodeEnd(0) is var stdin and not Descriptors.None)
        {
            var pipe = StdioPipes.ForInput();
            Stdin = pipe.Writer;
            _stdin = new StdinPump(loop, stdin, pipe.Reader, options.StdinWriteTimeout);
        }

        if (stdio.TakeNodeEnd(1) is var stdout and not Descriptors.None)
        {
            var pipe = spec.Stdout == StdioMode.Piped ? StdioPipes.ForOutput() : null;
            Stdout = pipe?.Reader;
            _stdoutTail = new Tail(spec.TailBytes);
            _stdout = new OutputPump(loop, stdout, _stdoutTail, pipe?.Writer, OnOutputBytes, OnOutputEnded);
            _openOutputs++;
        }

        if (stdio.TakeNodeEnd(2) is var stderr and not Descriptors.None)
        {
            _stderrTail = new Tail(spec.TailBytes);
            _stderr = new OutputPump(loop, stderr, _stderrTail, consumer: null, OnOutputBytes, OnOutputEnded);
            _openOutputs++;
        }
    }

    public int Pid { get; }

    public PipeReader? Stdout { get; }

    public PipeWriter? Stdin { get; }

    public long LastOutputTimestamp => Volatile.Read(ref _lastOutput);

    /// <summary>Called once, before anybody has the handle.</summary>
    internal void Start() => _loop.Post(StartWatching);

    public void Observe(IProcessObserver observer) =>
        _loop.Post(() =>
        {
            _observer = observer;
            if (_exit is { } exit)
            {
                observer.OnExited(exit);
            }

            if (_openOutputs == 0)
            {
                observer.OnOutputClosed();
            }
        });

    public bool Signal(int signal, SignalScope scope)
    {
        lock (_gate)
        {
            if (_released)
            {
                return false;
            }

            // A zombie takes signals without a word, so that the answer of kill(2) is none.
            var leaderLives = ExitStatus.Peek(_pidfd) is null;
            if (scope == SignalScope.Leader)
            {
                return leaderLives && Libc.PidfdSendSignal(_pidfd, signal);
            }

            return (leaderLives || ProcessSet.HasLivingGroup(Pid)) && Libc.kill(-Pid, signal) == 0;
        }
    }

    public void KillSet()
    {
        lock (_gate)
        {
            if (!_released)
            {
                ProcessSet.Kill(Pid);
            }
        }
    }

    public IReadOnlyList<int> FindMembers()
    {
        lock (_gate)
        {
            if (_released)
            {
                return [];
            }
        }

        // Read before the scan: with the leader gone, and nobody seen after, nobody is left who could fork.
        var exited = _exit is not null;
        var living = ProcessSet.FindLiving(Pid);
        if (living.Count > 0)
        {
            return living;
        }

        if (!exited)
        {
            // A zombie whose exit has not been read yet: a set is not called empty before its leader's exit is known.
            return [Pid];
        }

        Release();
        return [];
    }

    public void CloseStdin() => _loop.Post(() => _stdin?.CloseAfterWriting());

    public void CloseOutput() => _loop.Post(FinishOutput);

    public StdioState ReadStdio() =>
        new(
            _stdoutTail?.Snapshot() ?? OutputTail.Empty,
            _stderrTail?.Snapshot() ?? OutputTail.Empty,
            _stdin?.Bytes ?? 0
        );

    /// <summary>Where the leader still lives, its pidfd stays with the host, which reaps it when it exits.</summary>
    public ValueTask DisposeAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _loop.Post(() =>
        {
            try
            {
                Close();
            }
            finally
            {
                closed.SetResult();
            }
        });
        return posted ? new ValueTask(closed.Task) : ValueTask.CompletedTask;
    }

    private void StartWatching()
    {
        try
        {
            _stdin?.Start();
            _stdout?.Start();
            _stderr?.Start();
            _exitWatch = _loop.Add(_pidfd, EpollEvents.In, OnLeaderExited);
        }
        catch (IOException)
        {
            // The kernel's memory for watches is used up. A child that nobody watches must not live.
            KillSet();
            TellExit(new ProcessExit.Unknown("it could not be watched and was killed"));
            FinishOutput();
            throw;
        }
    }

    private void OnLeaderExited()
    {
        if (ExitStatus.Peek(_pidfd) is not { } exit)
        {
            return;
        }

        _loop.Remove(_exitWatch!);
        // Its last words come before its exit, so that the tails hold them when the exit is told.
        _stdout?.ReadAvailable();
        _stderr?.ReadAvailable();
        TellExit(exit);
        if (_disposed)
        {
            Release();
        }
        else
        {
            _drainDeadline = _loop.Schedule(_drainTimeout, EndStdio);
        }
    }

    private void TellExit(ProcessExit exit)
    {
        _exit = exit;
        if (!_disposed)
        {
            _observer?.OnExited(exit);
        }
    }

    private void EndStdio()
    {
        FinishOutput();
        _stdin?.Abandon();
    }

    private void FinishOutput()
    {
        _stdout?.Finish();
        _stderr?.Finish();
    }

    private void OnOutputBytes() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());

    private void OnOutputEnded()
    {
        if (--_openOutputs == 0 && !_disposed)
        {
            _observer?.OnOutputClosed();
        }
    }

    private void Close()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _drainDeadline?.Cancel();
        EndStdio();
        if (_exit is not null)
        {
            Release();
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            if (_released)
            {
                return;
            }

            _released = true;
            ExitStatus.Reap(_pidfd);
            Descriptors.Close(ref _pidfd);
        }

        _onReleased(this);
    }
}
