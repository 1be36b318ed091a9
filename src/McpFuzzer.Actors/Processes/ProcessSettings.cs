using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>What <c>mcp-fuzzer.process</c> says, checked.</summary>
internal sealed record ProcessSettings
{
    public const string Path = "mcp-fuzzer.process";

    public static Config Reference { get; } = EmbeddedReference.Load("process.conf");

    public required int History { get; init; }

    public required StopLadder Ladder { get; init; }

    /// <summary>Reads them from a configuration; the reference stands in for what it does not say.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static ProcessSettings From(Config configuration)
    {
        var reader = SettingsReader.Open(configuration, Reference, Path);
        return new ProcessSettings
        {
            History = reader.Whole("history", 1, 1_000_000),
            Ladder = new StopLadder(
                reader.Duration("stop-ladder.close-stdin", TimeSpan.Zero, ProcessSpecRules.LongestRung),
                reader.Duration("stop-ladder.grace", TimeSpan.Zero, ProcessSpecRules.LongestRung),
                reader.Duration("stop-ladder.verify", ProcessSpecRules.ShortestVerify, ProcessSpecRules.LongestRung)
            ),
        };
    }
}
