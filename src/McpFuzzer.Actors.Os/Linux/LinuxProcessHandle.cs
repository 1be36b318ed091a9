using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Measuring;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One child. Its exit is read and reported at once. Its zombie is kept until the set is proven empty or the handle is
/// disposed. Until then its pid, session and group cannot be reused, and may be signalled.
/// </summary>
internal sealed class LinuxProcessHandle : IProcessHandle
{
    private readonly LinuxContainment _containment;
    private readonly ProcessSet _set;
    private readonly EventLoop _loop;
    private readonly TimeSpan _drainTimeout;
    private readonly Action<LinuxProcessHandle> _onEnded;
    private readonly ChildStreams _streams;
    private readonly SetMeter _meter;
    private MeasuredSet? _measured;
    private readonly Lock _gate = new();
    private int _pidfd;
    private bool _released;
    private volatile ProcessExit? _exit;

    // Below: on the loop's thread only.
    private readonly ObserverReports _reports;
    private Deadline? _drainDeadline;
    private bool _disposed;

    internal LinuxProcessHandle(
        EventLoop loop,
        SetMeter meter,
        TimeProvider time,
        HostOptions options,
        ProcessSpec spec,
        LinuxContainment containment,
        ProcessSet set,
        int pidfd,
        ChildStdio stdio,
        Action<LinuxProcessHandle> onEnded
    )
    {
        _containment = containment;
        _set = set;
        _loop = loop;
        _reports = new ObserverReports(loop);
        _drainTimeout = options.DrainTimeout;
        _onEnded = onEnded;
        _pidfd = pidfd;
        Pid = set.Leader;
        Limits = LimitMethods.Of(spec.Limits, set.KeptByCgroup);
        _meter = meter;
        _streams = new ChildStreams(loop, time, options, spec, stdio, _reports.OutputClosed);
        if (spec.ReadyWhen is { } sign)
        {
            _streams.LookFor(sign, _reports.Ready);
        }
    }

    public int Pid { get; }

    public IReadOnlyList<AppliedLimit> Limits { get; }

    public PipeReader? Stdout => _streams.Stdout;

    public PipeReader? Stderr => _streams.Stderr;

    public PipeWriter? Stdin => _streams.Stdin;

    public long LastOutputTimestamp => _streams.LastOutputTimestamp;

    /// <summary>Called once, before a caller has the handle.</summary>
    internal void Start() => _loop.PostQuietly(StartWatching);

    public void Observe(IProcessObserver observer) =>
        _loop.Post(() => _reports.Begin(observer, _streams.IsReady, _exit, _streams.IsOutputClosed));

    public bool Signal(ProcessSignal signal, SignalScope scope)
    {
        lock (_gate)
        {
            if (_released)
            {
                return false;
            }

            // kill(2) succeeds for a zombie too, so its result says nothing.
            var isLeaderAlive = ExitStatus.Peek(_pidfd) is null;
            if (scope == SignalScope.Leader)
            {
                return isLeaderAlive && Libc.PidfdSendSignal(_pidfd, signal.Number);
            }

            return (isLeaderAlive || ProcessGroup.HasLiving(Pid)) && Libc.kill(-Pid, signal.Number) == 0;
        }
    }

    public void Terminate(ProcessSignal signal)
    {
        lock (_gate)
        {
            if (!_released)
            {
                _containment.Terminate(_set, signal.Number);
            }
        }
    }

    public void Kill()
    {
        lock (_gate)
        {
            if (!_released)
            {
                _containment.Kill(_set);
            }
        }
    }

    public Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default) =>
        _containment.FindLivingAsync(_set, patience, Release);

    public async Task<SetUsage?> MeasureAsync(TimeSpan patience = default)
    {
        // Not on the caller's context, which may be an actor's.
        var usage = _set.IsReleased ? null : await _meter.MeasureAsync(Measured(), patience).ConfigureAwait(false);
        // Once released, the pid may belong to another process that was measured instead.
        return _set.IsReleased ? null : usage;
    }

    public void CloseStdin() => _loop.Post(_streams.CloseStdinAfterWriting);

    public void CloseOutput() => _loop.Post(_streams.FinishOutput);

    public StdioState ReadStdio() => _streams.ReadState();

    public void Close() => _loop.Post(End);

    /// <summary>While the leader lives, the host keeps its pidfd and reaps it when it exits.</summary>
    public ValueTask DisposeAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _loop.Post(() =>
        {
            try
            {
                End();
            }
            finally
            {
                closed.SetResult();
            }
        });
        return posted ? new ValueTask(closed.Task) : ValueTask.CompletedTask;
    }

    // Most processes are never measured.
    private MeasuredSet Measured() =>
        LazyInitializer.EnsureInitialized(
            ref _measured,
            () => new MeasuredSet(Pid) { FurtherRoots = () => _set.OrphansSeen, MemoryBound = SampledMemory() }
        );

    private long? SampledMemory() =>
        Limits.FirstOrDefault(limit => limit is { Kind: LimitKind.Memory, Method: LimitMethod.Sampled })?.Bound;

    private void StartWatching()
    {
        try
        {
            _streams.Start();
            ExitWatch.Add(_loop, _pidfd, OnLeaderExited);
        }
        catch (IOException)
        {
            // The kernel's memory for watches is used up. A child that cannot be watched must not live.
            Kill();
            ReportExit(new ProcessExit.Unknown("it could not be watched and was killed"));
            _streams.End();
            throw;
        }
    }

    private void OnLeaderExited(ProcessExit exit)
    {
        // Reads its last output before its exit is reported, so that the tails contain it.
        _streams.ReadAvailable();
        ReportBreach();
        ReportExit(exit);
        if (_disposed)
        {
            Release();
            _onEnded(this);
        }
        else
        {
            _drainDeadline = _loop.Schedule(_drainTimeout, _streams.End);
        }
    }

    private void ReportBreach()
    {
        if (_reports.AreRead && _set.Cgroup is { } cgroup && CgroupLimits.BreachOf(cgroup, Limits) is { } breach)
        {
            _reports.Breach(breach);
        }
    }

    private void ReportExit(ProcessExit exit)
    {
        _exit = exit;
        _set.LeaderExited();
        _reports.Exited(exit);
    }

    private void End()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _reports.End();
        _drainDeadline?.Cancel();
        _streams.End();
        if (_exit is not null)
        {
            Release();
            _onEnded(this);
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            if (!_released)
            {
                _released = true;
                _containment.Release(_set);
                ExitStatus.Reap(_pidfd);
                Descriptors.Close(ref _pidfd);
            }
        }
    }
}
