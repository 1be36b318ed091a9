using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>The node's clocks, read together.</summary>
/// <param name="Timestamp">Of the monotonic one.</param>
/// <param name="WallClock">Of the other.</param>
internal readonly record struct ClockReading(long Timestamp, DateTimeOffset WallClock);

/// <summary>What an answer comes to: a moment of the monotonic clock, or why it is none.</summary>
internal readonly record struct ActivityReading(long Timestamp, CallbackFault? Fault)
{
    public static ActivityReading At(long timestamp) => new(timestamp, null);

    public static ActivityReading None(CallbackFault why) => new(0, why);
}

/// <summary>
/// Understands the answers of one activity callback. A moment of the wall clock is turned into one of the monotonic clock when it is first told, and not again: what the wall clock does
/// later is nothing to it. Told across a jump of that clock, it is read by the clock before the jump as well as by the one after it, and the later reading that is not still to come is
/// the right one: whichever clock it was taken from, the other reading is in the future, or too old by the jump.
/// </summary>
/// <param name="TicksPerSecond">Of the monotonic clock.</param>
/// <param name="Seen">The clocks at the last answer.</param>
/// <param name="LastTold">The last moment that was told by the wall clock.</param>
/// <param name="LastRead">What that was read as.</param>
internal readonly record struct ActivityReader(
    long TicksPerSecond,
    ClockReading Seen,
    DateTimeOffset? LastTold = null,
    long LastRead = 0
)
{
    /// <summary>Reads an answer, of which one part at most is given.</summary>
    /// <param name="timestamp">A moment of the monotonic clock.</param>
    /// <param name="wallClock">A moment of the wall clock.</param>
    /// <param name="now">The clocks, after it was told.</param>
    public (ActivityReader Next, ActivityReading Reading) Read(
        long? timestamp,
        DateTimeOffset? wallClock,
        ClockReading now
    )
    {
        var reading =
            timestamp is { } told ? Judge(told, now)
            : wallClock is not { } moment ? ActivityReading.None(CallbackFault.NoMoment)
            : moment == LastTold ? ActivityReading.At(LastRead)
            : Judge(LatestNotToCome(moment, now), now);
        var isRead = timestamp is null && reading.Fault is null;
        var next = this with
        {
            Seen = now,
            LastTold = isRead ? wallClock : LastTold,
            LastRead = isRead ? reading.Timestamp : LastRead,
        };
        return (next, reading);
    }

    private static ActivityReading Judge(long timestamp, ClockReading now) =>
        timestamp <= 0 ? ActivityReading.None(CallbackFault.NoMoment)
        : timestamp > now.Timestamp ? ActivityReading.None(CallbackFault.Future)
        : ActivityReading.At(timestamp);

    private long LatestNotToCome(DateTimeOffset moment, ClockReading now)
    {
        var (byNow, before) = (TimestampOf(moment, now), TimestampOf(moment, Seen));
        return before <= now.Timestamp && (byNow > now.Timestamp || before > byNow) ? before : byNow;
    }

    private long TimestampOf(DateTimeOffset moment, ClockReading clocks)
    {
        var age = (Int128)(clocks.WallClock - moment).Ticks * TicksPerSecond / TimeSpan.TicksPerSecond;
        return (long)Int128.Clamp(clocks.Timestamp - age, long.MinValue, long.MaxValue);
    }
}
