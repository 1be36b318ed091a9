using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;

namespace McpFuzzer.Actors.Watch;

/// <summary>What <c>mcp-fuzzer.watchdog</c> says, checked.</summary>
internal sealed record WatchdogSettings
{
    public const string Path = "mcp-fuzzer.watchdog";

    /// <summary>Where activity callbacks run.</summary>
    public const string CallbackDispatcherPath = Path + ".callback-dispatcher";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private const string Standard = "standard";

    /// <summary>
    /// The part of the reference that the system's configuration falls back on. The rest would stand there above a profile, as if somebody had said it.
    /// </summary>
    public static Config Dispatchers { get; } = EmbeddedReference.Load("watchdog-dispatchers.conf");

    /// <summary>The embedded reference.</summary>
    public static Config Reference { get; } = EmbeddedReference.Load("watchdog.conf").WithFallback(Dispatchers);

    public required TimeSpan CheckInterval { get; init; }

    public required TimeSpan ProcessTimeout { get; init; }

    public required TimeSpan ExtraBuffer { get; init; }

    public required TimeSpan MaxHangTime { get; init; }

    public required bool AutoKill { get; init; }

    public required TimeSpan HeartbeatInterval { get; init; }

    /// <summary>Reads them from a configuration; its profile stands in for what it does not say, and then the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static WatchdogSettings From(Config configuration)
    {
        var profile = SettingsReader
            .Open(configuration, Reference, Path)
            .OneOf("profile", [Standard, "debug", "high-frequency", "low-frequency"]);
        var reader = SettingsReader.Open(
            profile == Standard
                ? configuration
                : configuration.WithFallback(EmbeddedReference.Load($"watchdog-{profile}.conf")),
            Reference,
            Path
        );
        var shortest = TimeSpan.FromMilliseconds(1);
        return new WatchdogSettings
        {
            // The scheduler's own tick is 10 ms; below it a check interval would promise what it can't keep.
            CheckInterval = reader.Duration("check-interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            ProcessTimeout = reader.Duration("process-timeout", shortest, Longest),
            ExtraBuffer = reader.Duration("extra-buffer", shortest, Longest),
            MaxHangTime = reader.Duration("max-hang-time", shortest, Longest),
            AutoKill = reader.Switch("auto-kill"),
            HeartbeatInterval = reader.Duration(
                "heartbeat-interval",
                TimeSpan.FromMilliseconds(100),
                TimeSpan.FromHours(1)
            ),
        };
    }
}
