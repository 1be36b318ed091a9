namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>The limit of all timers. Schedulers count milliseconds in 32 bits, which is 24.8 days.</summary>
internal static class TimerLimit
{
    /// <summary>The longest time that each timer can count.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(24);
}
