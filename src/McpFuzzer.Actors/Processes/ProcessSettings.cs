using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>What <c>mcp-fuzzer.process</c> says, checked.</summary>
internal sealed record ProcessSettings
{
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestSample = TimeSpan.FromMinutes(1);

    public const string Path = "mcp-fuzzer.process";
    public const string DispatcherPath = Path + ".dispatcher";

    // What the timers of every host can count.
    private static readonly TimeSpan LongestStdinWrite = TimeSpan.FromDays(24);

    public static Config Reference { get; } = EmbeddedReference.Load("process.conf");

    public required int History { get; init; }

    public required StopLadder Ladder { get; init; }

    public required TimeSpan SampleInterval { get; init; }

    /// <summary>Null takes the strongest at hand.</summary>
    public required ContainmentLevel? Containment { get; init; }

    public required bool Subreaper { get; init; }

    public required bool Guardian { get; init; }

    public required bool PassDescriptors { get; init; }

    public required bool InheritSignals { get; init; }

    public required TimeSpan StdinWriteTimeout { get; init; }

    /// <summary>Null takes the user's.</summary>
    public required string? StateFolder { get; init; }

    /// <summary>Reads them from a configuration; the reference stands in for what it does not say.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static ProcessSettings From(Config configuration)
    {
        var reader = SettingsReader.Open(configuration, Reference, Path);
        return new ProcessSettings
        {
            History = reader.Whole("history", 1, 1_000_000),
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
            SampleInterval = reader.Duration("sample-interval", ShortestSample, LongestSample),
            StdinWriteTimeout = reader.Duration("stdin-write-timeout", TimeSpan.FromMilliseconds(1), LongestStdinWrite),
            Ladder = new StopLadder(
                reader.Duration("stop-ladder.close-stdin", TimeSpan.Zero, ProcessSpecRules.LongestRung),
                reader.Duration("stop-ladder.grace", TimeSpan.Zero, ProcessSpecRules.LongestRung),
                reader.Duration("stop-ladder.verify", ProcessSpecRules.ShortestVerify, ProcessSpecRules.LongestRung)
            )
            {
                Signal = reader.Signal("stop-ladder.signal"),
            },
        };
    }
}
