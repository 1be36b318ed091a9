namespace McpFuzzer.Actors.Hosting;

/// <summary>Options of the watchdog. Null takes the value of the HOCON.</summary>
public sealed class WatchdogOptions
{
    /// <summary>
    /// The values that apply when neither an option nor the HOCON sets them (<c>mcp-fuzzer.watchdog.profile</c>); <see
    /// cref="WatchdogProfile.Standard" /> by default.
    /// </summary>
    public WatchdogProfile? Profile { get; set; }

    /// <summary>How often deadlines are looked at, 10 ms to 1 h; 1 s by default.</summary>
    public TimeSpan? CheckInterval { get; set; }

    /// <summary>A process that is idle for longer is warned of; 30 s by default.</summary>
    public TimeSpan? ProcessTimeout { get; set; }

    /// <summary>
    /// Idle for longer than <see cref="ProcessTimeout" /> and this together: the stop ladder; 5 s by default.
    /// </summary>
    public TimeSpan? ExtraBuffer { get; set; }

    /// <summary>
    /// Idle for longer than this, or than timeout and buffer where that is more: SIGKILL; 60 s by default.
    /// </summary>
    public TimeSpan? MaxHangTime { get; set; }

    /// <summary>False reports every level and ends nothing; true by default.</summary>
    public bool? AutoKill { get; set; }

    /// <summary>
    /// How often at least a process's actor is asked for its last activity, 100 ms to 1 h; 10 s by default.
    /// </summary>
    public TimeSpan? HeartbeatInterval { get; set; }

    internal IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("watchdog.profile", Profile is { } profile ? NameOf(profile) : null),
            ("watchdog.check-interval", CheckInterval),
            ("watchdog.process-timeout", ProcessTimeout),
            ("watchdog.extra-buffer", ExtraBuffer),
            ("watchdog.max-hang-time", MaxHangTime),
            ("watchdog.auto-kill", AutoKill),
            ("watchdog.heartbeat-interval", HeartbeatInterval),
        ];

    // An unknown value is passed on, and rejected with the other errors.
    private static string NameOf(WatchdogProfile profile) =>
        profile switch
        {
            WatchdogProfile.Standard => "standard",
            WatchdogProfile.Debug => "debug",
            WatchdogProfile.HighFrequency => "high-frequency",
            WatchdogProfile.LowFrequency => "low-frequency",
            _ => profile.ToString(),
        };
}
