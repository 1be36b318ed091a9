using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>The reported data of one incarnation: times, activity and tails, without secrets.</summary>
internal sealed class ProcessAccount(Assignment assignment, TimeProvider time) : IActivityAccount
{
    private DateTimeOffset _startedAt = time.GetUtcNow();
    private long _started = time.GetTimestamp();
    private long _lastUpdate;
    private long _lastByCallback;
    private TimeSpan? _ran;
    private IProcessHandle? _handle;
    private ProcessExited? _exited;
    private SetUsage? _usage;

    /// <summary>As <see cref="ProcessSnapshot.IsReady" /> tells it.</summary>
    public bool? IsReady { get; set; } = assignment.Spec.ReadyWhen is null ? null : false;

    /// <summary>How long ago it was started.</summary>
    public TimeSpan Age => time.GetElapsedTime(_started);

    /// <summary>A timestamp of the node's time provider. The start is the first sign of life.</summary>
    public long LastActivity
    {
        get
        {
            var (output, update, callback) = LatestOfEach();
            return Math.Max(Math.Max(_started, callback), Math.Max(output, update));
        }
    }

    private ActivitySources LastActivityBy =>
        LatestOfEach() switch
        {
            (0, 0, 0) => ActivitySources.None,
            var (output, update, callback) when callback > output && callback > update => ActivitySources.Callback,
            var (output, update, _) => output >= update ? ActivitySources.Output : ActivitySources.Updates,
        };

    public void Update() => _lastUpdate = time.GetTimestamp();

    /// <summary>It may belong to an earlier incarnation.</summary>
    public void CallbackAnswered(long timestamp)
    {
        if (timestamp >= _started)
        {
            _lastByCallback = Math.Max(_lastByCallback, timestamp);
        }
    }

    public void Starts(IProcessHandle handle)
    {
        _handle = handle;
        _startedAt = time.GetUtcNow();
        _started = time.GetTimestamp();
        _lastUpdate = 0;
        _lastByCallback = 0;
    }

    public void Sees(SetUsage usage) => _usage = usage;

    public ProcessStarted Started() =>
        new(assignment.Key, assignment.Incarnation, _handle!.Pid, _startedAt, assignment.Containment);

    public ProcessExited Exits(ProcessEffect.ReportExited effect)
    {
        _ran = time.GetElapsedTime(_started);
        var (stdout, stderr, _) = Stdio();
        _exited = new ProcessExited(
            assignment.Key,
            assignment.Incarnation,
            effect.Exit,
            effect.Cause,
            _ran.Value,
            stdout,
            stderr,
            effect.Breach
        );
        return _exited;
    }

    public EndedProcess Stops(ProcessEffect.ReportStopped effect, ProcessState state)
    {
        var (stdout, stderr, _) = Stdio();
        var stopped = new ProcessStopped(
            assignment.Key,
            assignment.Incarnation,
            effect.Exit,
            effect.Cause,
            effect.Escalated,
            effect.SurvivorsKilled,
            stdout,
            stderr,
            effect.Breach
        );
        return new EndedProcess(Snapshot(state), _exited, stopped);
    }

    public EndedProcess Stays(ProcessEffect.ReportUnkillable effect, ProcessState state) =>
        new(Snapshot(state), _exited, new ProcessUnkillable(assignment.Key, assignment.Incarnation, effect.Pids));

    public ProcessUnresponsive Silent(TimeSpan silentFor, UnresponsiveLevel level) =>
        new(assignment.Key, assignment.Incarnation, silentFor, level);

    public ProcessSnapshot Snapshot(ProcessState state)
    {
        var (stdout, stderr, stdinBytes) = Stdio();
        return new ProcessSnapshot
        {
            Key = assignment.Key,
            Incarnation = assignment.Incarnation,
            Name = assignment.Spec.Name,
            Command = assignment.ShownCommand,
            Phase = state.Phase,
            Pid = _handle?.Pid,
            StartedAt = _startedAt,
            Age = _ran ?? time.GetElapsedTime(_started),
            IdleFor = state.LeaderLives ? time.GetElapsedTime(LastActivity) : null,
            LastActivityBy = LastActivityBy,
            CallbackFault = assignment.Probe?.Fault,
            ResidentBytes = _usage?.ResidentBytes,
            ProportionalBytes = _usage?.Shares is { AreAllKnown: true, Bytes: var shares } ? shares : null,
            CpuTime = _usage?.CpuTime,
            Threads = _usage?.Threads,
            Descriptors = _usage?.Descriptors,
            Children = _usage?.Children,
            Limits = _handle?.Limits ?? [],
            Breach = state.Breach,
            Containment = assignment.Containment,
            Exit = state.Exit,
            Cause = state.LeaderLives ? null : state.Cause,
            Escalated = state.Escalated,
            SurvivorsKilled = state.Survivors.Count,
            IsReady = IsReady,
            Restarts = assignment.Restarts,
            StdinBytes = stdinBytes,
            StdoutTail = stdout,
            StderrTail = stderr,
        };
    }

    /// <summary>When each source that counts last showed activity; zero when it has not since the start.</summary>
    private (long Output, long Update, long Callback) LatestOfEach()
    {
        var sources = assignment.Spec.ActivitySource;
        return (
            sources.HasFlag(ActivitySources.Output) ? _handle?.LastOutputTimestamp ?? 0 : 0,
            sources.HasFlag(ActivitySources.Updates) ? _lastUpdate : 0,
            _lastByCallback
        );
    }

    private StdioState Stdio()
    {
        if (_handle is null)
        {
            return new StdioState(OutputTail.Empty, OutputTail.Empty, 0);
        }

        var stdio = _handle.ReadStdio();
        return stdio with
        {
            Stdout = assignment.Mask.Apply(stdio.Stdout),
            Stderr = assignment.Mask.Apply(stdio.Stderr),
        };
    }
}
