namespace McpFuzzer.Actors.Hosting;

/// <summary>Sets of watchdog values. Any of them can be overridden.</summary>
public enum WatchdogProfile
{
    /// <summary>Checks each second, warns after 30 s, ends hung processes.</summary>
    Standard,

    /// <summary>For a server under a debugger: checks each half second, warns after 10 s, ends no process.</summary>
    Debug,

    /// <summary>
    /// For servers that are never silent for long: checks ten times a second, warns after 5 s, ends hung processes.
    /// </summary>
    HighFrequency,

    /// <summary>
    /// For many servers that may be silent for a minute: checks each 5 s, warns after 60 s, ends hung processes.
    /// </summary>
    LowFrequency,
}
