using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>The validated settings of <c>mcp-fuzzer.watchdog</c>.</summary>
internal sealed record WatchdogSettings
{
    public const string Path = "mcp-fuzzer.watchdog";

    /// <summary>The dispatcher of activity callbacks.</summary>
    public const string CallbackDispatcherPath = Path + ".callback-dispatcher";

    private const string Standard = "standard";

    /// <summary>
    /// The part of the reference that the system's configuration falls back on. The other values would override a
    /// profile, as if a user had set them.
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

    /// <summary>
    /// Reads the settings of a configuration, with the defaults of its profile and then of the reference.
    /// </summary>
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
        return new WatchdogSettings
        {
            CheckInterval = reader.Value("check-interval", WatchdogBounds.CheckInterval),
            ProcessTimeout = reader.Value("process-timeout", WatchdogBounds.Silence),
            ExtraBuffer = reader.Value("extra-buffer", WatchdogBounds.Silence),
            MaxHangTime = reader.Value("max-hang-time", WatchdogBounds.Silence),
            AutoKill = reader.Switch("auto-kill"),
            HeartbeatInterval = reader.Value("heartbeat-interval", WatchdogBounds.HeartbeatInterval),
        };
    }
}
