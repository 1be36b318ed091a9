using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Returns the time of a process's last activity. It is called at each heartbeat check, on threads reserved for
/// callbacks, so it may block, call the manager about the same process, or never return, without delaying others. While
/// it runs, it is not called again. A call that throws, takes longer than 100 ms, or returns an invalid or future time
/// counts as no activity. The first fault is reported: in the log, in <see cref="ProcessSnapshot.CallbackFault" />, and
/// in <see cref="WatchdogStats.CallbackFaults" />.
/// </summary>
public delegate ActivityTime ActivityCallback();

/// <summary>A time of activity, by either clock.</summary>
public readonly record struct ActivityTime
{
    private ActivityTime(long? timestamp, DateTimeOffset? wallClock) => (Timestamp, WallClock) = (timestamp, wallClock);

    /// <summary>A value of <see cref="TimeProvider.GetTimestamp" />; null for a wall-clock time.</summary>
    public long? Timestamp { get; }

    /// <summary>A wall-clock time, converted to an age at once; null for a timestamp.</summary>
    public DateTimeOffset? WallClock { get; }

    /// <summary>Creates a time of the monotonic clock.</summary>
    /// <param name="timestamp">A value of <see cref="TimeProvider.GetTimestamp" />.</param>
    public static ActivityTime FromTimestamp(long timestamp) => new(timestamp, null);

    /// <summary>Creates a time of the wall clock.</summary>
    /// <param name="wallClock">It is converted to an age at once, so a later jump of the clock changes nothing.</param>
    public static implicit operator ActivityTime(DateTimeOffset wallClock) => FromWallClock(wallClock);

    /// <summary>Creates a time of the wall clock.</summary>
    /// <param name="wallClock">It is converted to an age at once, so a later jump of the clock changes nothing.</param>
    public static ActivityTime FromWallClock(DateTimeOffset wallClock) => new(null, wallClock);
}

/// <summary>
/// Starts a process with an activity callback. The sender must be on the same node. Answered as <see
/// cref="StartProcess" /> is.
/// </summary>
/// <param name="Start">What to start.</param>
/// <param name="Callback">Asked for each incarnation; of it and the spec's sources the latest counts.</param>
public sealed record StartProcessWithCallback(StartProcess Start, ActivityCallback Callback)
    : IManagerCommand,
        IWithRequestId,
        INoSerializationVerificationNeeded
{
    /// <summary>The start's.</summary>
    public RequestId? RequestId => Start?.RequestId;
}

/// <summary>
/// Registers an external process whose caller knows when it last showed life. Answered as <see cref="RegisterExternal"
/// /> is.
/// </summary>
/// <param name="Registration">The process.</param>
/// <param name="Callback">Of it and updates the latest counts.</param>
public sealed record RegisterExternalWithCallback(RegisterExternal Registration, ActivityCallback Callback)
    : IWatchdogCommand,
        INoSerializationVerificationNeeded;
