using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>The settings of <c>mcp-fuzzer.process</c>, validated.</summary>
internal sealed record ProcessSettings
{
    public const string Path = "mcp-fuzzer.process";
    public const string DispatcherPath = Path + ".dispatcher";

    public static Config Reference { get; } = EmbeddedReference.Load("process.conf");

    public required int History { get; init; }

    public required StopLadder Ladder { get; init; }

    public required TimeSpan SampleInterval { get; init; }

    /// <summary>Null takes the strongest one available.</summary>
    public required ContainmentLevel? Containment { get; init; }

    public required bool Subreaper { get; init; }

    public required bool Guardian { get; init; }

    public required bool PassDescriptors { get; init; }

    public required bool InheritSignals { get; init; }

    public required TimeSpan StdinWriteTimeout { get; init; }

    /// <summary>Null takes the user's.</summary>
    public required string? StateFolder { get; init; }

    /// <summary>Reads the settings of a configuration, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static ProcessSettings From(Config configuration)
    {
        var reader = SettingsReader.Open(configuration, Reference, Path);
        return new ProcessSettings
        {
            History = reader.Value("history", ProcessBounds.History),
            Containment = reader.OneOf("containment", ["auto", "cgroup", "session", "group"]) switch
            {
                "cgroup" => ContainmentLevel.Cgroup,
                "session" => ContainmentLevel.Session,
                "group" => ContainmentLevel.Group,
                _ => null,
            },
            Subreaper = reader.Switch("subreaper"),
            InheritSignals = reader.Switch("inherit-signals"),
            Guardian = reader.Switch("guardian"),
            PassDescriptors = reader.Switch("pass-descriptors"),
            StateFolder = reader.Text("state-folder") is { Length: > 0 } folder ? folder : null,
            SampleInterval = reader.Value("sample-interval", ProcessBounds.SampleInterval),
            StdinWriteTimeout = reader.Value("stdin-write-timeout", ProcessBounds.StdinWriteTimeout),
            Ladder = new StopLadder(
                reader.Value("stop-ladder.close-stdin", ProcessBounds.Rung),
                reader.Value("stop-ladder.grace", ProcessBounds.Rung),
                reader.Value("stop-ladder.verify", ProcessBounds.Verify)
            )
            {
                Signal = reader.Signal("stop-ladder.signal"),
            },
        };
    }
}
