using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>The state of a key, as its events show it.</summary>
internal enum KeyState
{
    /// <summary>It was never started.</summary>
    Unknown,

    /// <summary>Its start has no outcome yet.</summary>
    Starting,

    /// <summary>Its set is not empty.</summary>
    Alive,

    /// <summary>Its set was found empty, or lost, and nothing follows.</summary>
    Ended,

    /// <summary>Members outlived SIGKILL.</summary>
    Unkillable,

    /// <summary>Another start follows.</summary>
    BackingOff,
}

/// <summary>
/// The simple view of a manager: one state for each key, which follows from commands and events, and the reply that a
/// command must get in it.
/// </summary>
internal sealed class ManagerModel
{
    private readonly Dictionary<ProcessKey, Known> _keys = [];
    private bool _isShutDown;
    private int _seen;

    public KeyState StateOf(ProcessKey key) => _keys.TryGetValue(key, out var known) ? known.State : KeyState.Unknown;

    public void Learn(IReadOnlyList<IProcessEvent> events)
    {
        for (; _seen < events.Count; _seen++)
        {
            Apply(events[_seen]);
        }
    }

    /// <summary>Notes that a start or a restart is with the host, without a result so far.</summary>
    public void StartIsHeld(ProcessKey key) =>
        _keys[key] = _keys.GetValueOrDefault(key, Known.Nothing) with { State = KeyState.Starting };

    /// <summary>
    /// Notes that the host could not start it. The key is as it was before; the events of a failed restart have come.
    /// </summary>
    public void StartHasFailed(ProcessKey key)
    {
        var known = _keys[key];
        if (known.State == KeyState.Starting)
        {
            _keys[key] = known with { State = known.End is null ? KeyState.Unknown : KeyState.Ended };
        }
    }

    /// <summary>Applies what a command changes without an event: it cancels restarts.</summary>
    public void Sent(IManagerCommand command)
    {
        _isShutDown |= command is ShutdownManager;
        foreach (var (key, known) in _keys.Where(pair => pair.Value.State == KeyState.BackingOff).ToList())
        {
            if (
                command is StopAllProcesses or ShutdownManager
                || command is StopProcess { Incarnation: null } stop && stop.Key == key
            )
            {
                _keys[key] = known with { State = KeyState.Ended };
            }
        }
    }

    /// <summary>
    /// Returns the check of the reply that a command gets at once; null when it may have to wait, or when more than one
    /// reply is right.
    /// </summary>
    public Action<object>? ReplyNow(IManagerCommand command) =>
        command switch
        {
            StartProcess { Key: { } key } start => StateOf(key) switch
            {
                _ when _isShutDown => Rejected(RejectReason.ShuttingDown),
                _ when start.Spec.Command.Count == 0 => Rejected(RejectReason.InvalidSpec),
                // An unkillable one may have ended meanwhile, without an event.
                KeyState.Unknown or KeyState.Ended or KeyState.Unkillable => null,
                _ => Rejected(RejectReason.AlreadyExists),
            },
            GetProcess get => StateOf(get.Key) switch
            {
                KeyState.Unknown => Rejected(RejectReason.NotFound),
                var state => reply =>
                    Assert.True(Fits(state, Assert.IsType<ProcessSnapshot>(reply)), $"{state}: {reply}"),
            },
            StopProcess { Incarnation: null } stop => StateOf(stop.Key) switch
            {
                KeyState.Unknown => Rejected(RejectReason.NotFound),
                KeyState.Ended or KeyState.Unkillable or KeyState.BackingOff => Same(_keys[stop.Key].End!),
                _ => null,
            },
            StopProcess { Incarnation: > 1_000 } stop => Rejected(
                StateOf(stop.Key) == KeyState.Unknown ? RejectReason.NotFound : RejectReason.StaleIncarnation
            ),
            WaitForExit wait => StateOf(wait.Key) switch
            {
                KeyState.Unknown => Rejected(RejectReason.NotFound),
                KeyState.Ended or KeyState.BackingOff => PastExit(wait.Key),
                KeyState.Alive when _keys[wait.Key].Exited is { } exited => Same(exited),
                KeyState.Alive or KeyState.Starting when wait.Timeout == TimeSpan.Zero => reply =>
                    Assert.True(reply is WaitTimedOut or ProcessExited or ProcessLost, $"{reply}"),
                _ => null,
            },
            SignalProcess signal => StateOf(signal.Key) switch
            {
                KeyState.Unknown => Rejected(RejectReason.NotFound),
                KeyState.Ended or KeyState.BackingOff => Rejected(RejectReason.NotRunning),
                _ => null,
            },
            _ => null,
        };

    private static bool Fits(KeyState state, ProcessSnapshot snapshot) =>
        state switch
        {
            KeyState.Starting => snapshot.Phase == ProcessPhase.Starting,
            KeyState.Alive => snapshot.Phase is ProcessPhase.Running or ProcessPhase.Stopping,
            KeyState.Ended => snapshot.Phase is ProcessPhase.Exited or ProcessPhase.Failed or ProcessPhase.Unkillable,
            KeyState.Unkillable => snapshot.Phase == ProcessPhase.Unkillable,
            KeyState.BackingOff => snapshot.Phase == ProcessPhase.BackingOff,
            _ => false,
        };

    private Action<object>? PastExit(ProcessKey key) =>
        _keys[key] switch
        {
            { Exited: { } exited } => Same(exited),
            { End: ProcessLost lost } => Same(lost),
            _ => null,
        };

    private void Apply(IProcessEvent what)
    {
        var known = _keys.GetValueOrDefault(what.Key, Known.Nothing);
        _keys[what.Key] = what switch
        {
            ProcessStarted => new Known(KeyState.Alive, null, null),
            ProcessExited exited => known with { Exited = exited },
            ProcessStopped or ProcessLost => known with { State = KeyState.Ended, End = what },
            ProcessUnkillable => known with { State = KeyState.Unkillable, End = what },
            ProcessRestarting => known with { State = KeyState.BackingOff },
            ProcessFailed => known with { State = KeyState.Ended },
            _ => known,
        };
    }

    private static Action<object> Rejected(RejectReason reason) =>
        reply => Assert.Equal(reason, Assert.IsType<CommandRejected>(reply).Reason);

    private static Action<object> Same(object expected) => reply => Assert.Equal(expected, reply);

    private sealed record Known(KeyState State, IProcessEvent? End, ProcessExited? Exited)
    {
        public static readonly Known Nothing = new(KeyState.Unknown, null, null);
    }
}
