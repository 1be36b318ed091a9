using Akka.Configuration;
using Akka.Event;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Nodes;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary><c>mcp-fuzzer.node</c>, validated.</summary>
/// <param name="LogLevel">The lowest level that is logged.</param>
/// <param name="LogFormat">The form of a line in the log of <c>mcpfuzzer node</c>.</param>
/// <param name="ProgressInterval">The time between two lines of progress.</param>
internal sealed record NodeSettings(LogLevel LogLevel, LogFormat LogFormat, TimeSpan ProgressInterval)
{
    private const string Path = NodeReference.Path;

    /// <summary>Reads the section of a configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value is out of range.</exception>
    public static NodeSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, NodeReference.Config, Path);
        return new NodeSettings(
            section.Choice(
                "log-level",
                ("debug", LogLevel.DebugLevel),
                ("info", LogLevel.InfoLevel),
                ("warning", LogLevel.WarningLevel),
                ("error", LogLevel.ErrorLevel)
            ),
            section.Choice("log-format", ("text", LogFormat.Text), ("json", LogFormat.Json)),
            section.Value("progress-interval", NodeBounds.ProgressInterval)
        );
    }

    /// <summary>The level by Akka's name, so that Akka makes no event that would be dropped.</summary>
    public string AkkaLogLevel =>
        LogLevel switch
        {
            LogLevel.DebugLevel => "DEBUG",
            LogLevel.InfoLevel => "INFO",
            LogLevel.WarningLevel => "WARNING",
            _ => "ERROR",
        };
}
