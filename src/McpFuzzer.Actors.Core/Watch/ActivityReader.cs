using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>The node's clocks, read together.</summary>
/// <param name="Timestamp">The monotonic time.</param>
/// <param name="WallClock">The wall-clock time.</param>
internal readonly record struct ClockReading(long Timestamp, DateTimeOffset WallClock);

/// <summary>The meaning of a result: a monotonic time, or a fault.</summary>
internal readonly record struct ActivityReading(long Timestamp, CallbackFault? Fault)
{
    public static ActivityReading At(long timestamp) => new(timestamp, null);

    public static ActivityReading None(CallbackFault why) => new(0, why);
}

/// <summary>
/// Interprets the results of one activity callback. A wall-clock time is converted to a monotonic time when it is first
/// returned, and not again, so later jumps of the wall clock do not matter. After a jump, a time is converted both by
/// the clock before the jump and by the one after it. The later result that is not in the future is right: the other
/// one is in the future, or too old by the jump.
/// </summary>
/// <param name="TicksPerSecond">The frequency of the monotonic clock.</param>
/// <param name="LastClocks">The clocks at the last result.</param>
/// <param name="LastReturned">The last wall-clock time that was returned.</param>
/// <param name="LastRead">Its converted value.</param>
internal readonly record struct ActivityReader(
    long TicksPerSecond,
    ClockReading LastClocks,
    DateTimeOffset? LastReturned = null,
    long LastRead = 0
)
{
    /// <summary>Reads a result, of which at most one part is set.</summary>
    /// <param name="timestamp">A moment of the monotonic clock.</param>
    /// <param name="wallClock">A moment of the wall clock.</param>
    /// <param name="now">The clocks after the call.</param>
    public (ActivityReader Next, ActivityReading Reading) Read(
        long? timestamp,
        DateTimeOffset? wallClock,
        ClockReading now
    )
    {
        var reading =
            timestamp is { } monotonic ? Validated(monotonic, now)
            : wallClock is not { } moment ? ActivityReading.None(CallbackFault.NoMoment)
            : moment == LastReturned ? ActivityReading.At(LastRead)
            : Validated(LatestNotInFuture(moment, now), now);
        var isRead = timestamp is null && reading.Fault is null;
        var next = this with
        {
            LastClocks = now,
            LastReturned = isRead ? wallClock : LastReturned,
            LastRead = isRead ? reading.Timestamp : LastRead,
        };
        return (next, reading);
    }

    private static ActivityReading Validated(long timestamp, ClockReading now) =>
        timestamp <= 0 ? ActivityReading.None(CallbackFault.NoMoment)
        : timestamp > now.Timestamp ? ActivityReading.None(CallbackFault.Future)
        : ActivityReading.At(timestamp);

    private long LatestNotInFuture(DateTimeOffset moment, ClockReading now)
    {
        var (byNow, before) = (TimestampOf(moment, now), TimestampOf(moment, LastClocks));
        return before <= now.Timestamp && (byNow > now.Timestamp || before > byNow) ? before : byNow;
    }

    private long TimestampOf(DateTimeOffset moment, ClockReading clocks)
    {
        var age = (Int128)(clocks.WallClock - moment).Ticks * TicksPerSecond / TimeSpan.TicksPerSecond;
        return (long)Int128.Clamp(clocks.Timestamp - age, long.MinValue, long.MaxValue);
    }
}
