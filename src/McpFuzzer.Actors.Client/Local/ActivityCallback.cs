using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// When a process last showed life, by its caller's own knowledge. It is asked at each heartbeat check, on threads that
/// are there for callbacks alone: it may block, ask the manager about the same process, or never return, and holds up
/// nobody but itself. While it runs it is not called again. An answer that throws, takes longer than 100 ms, tells no
/// moment or one that is still to come counts as no activity, and is reported once: in the log, in <see
/// cref="ProcessSnapshot.CallbackFault" /> and in <see cref="WatchdogStats.CallbackFaults" />.
/// </summary>
public delegate ActivityTime ActivityCallback();

/// <summary>A moment of activity, by either clock.</summary>
public readonly record struct ActivityTime
{
    private ActivityTime(long? timestamp, DateTimeOffset? wallClock) => (Timestamp, WallClock) = (timestamp, wallClock);

    /// <summary>Of <see cref="TimeProvider.GetTimestamp" />; null when it was told by the wall clock.</summary>
    public long? Timestamp { get; }

    /// <summary>A moment of the wall clock, turned into an age at once; null when it was told by a timestamp.</summary>
    public DateTimeOffset? WallClock { get; }

    /// <summary>A moment of the monotonic clock.</summary>
    /// <param name="timestamp">As <see cref="TimeProvider.GetTimestamp" /> gave it.</param>
    public static ActivityTime FromTimestamp(long timestamp) => new(timestamp, null);

    /// <summary>A moment of the wall clock.</summary>
    /// <param name="wallClock">Its age is taken at once, so that a later jump of the clock changes nothing.</param>
    public static implicit operator ActivityTime(DateTimeOffset wallClock) => FromWallClock(wallClock);

    /// <summary>A moment of the wall clock.</summary>
    /// <param name="wallClock">Its age is taken at once, so that a later jump of the clock changes nothing.</param>
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
