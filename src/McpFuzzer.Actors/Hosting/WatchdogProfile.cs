namespace McpFuzzer.Actors.Hosting;

/// <summary>Values of the watchdog that belong together; any of them can be set beside it.</summary>
public enum WatchdogProfile
{
    /// <summary>Looks each second, warns after 30 s, ends what hangs.</summary>
    Standard,

    /// <summary>For a server under a debugger: looks each half second, warns after 10 s, ends nothing.</summary>
    Debug,

    /// <summary>For servers that are never silent for long: looks ten times a second, warns after 5 s, ends what hangs.</summary>
    HighFrequency,

    /// <summary>For many servers that may be silent for a minute: looks each 5 s, warns after 60 s, ends what hangs.</summary>
    LowFrequency,
}
