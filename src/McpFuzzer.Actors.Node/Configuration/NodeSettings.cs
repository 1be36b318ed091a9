using Akka.Configuration;
using Akka.Event;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary><c>mcp-fuzzer.node</c>, validated.</summary>
/// <param name="LogLevel">The least level that is logged.</param>
/// <param name="ProgressInterval">Between two lines of progress.</param>
internal sealed record NodeSettings(LogLevel LogLevel, TimeSpan ProgressInterval)
{
    private const string Path = NodeReference.Path;

    /// <summary>The section of a configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value out of range.</exception>
    public static NodeSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, NodeReference.Config, Path);
        return new NodeSettings(
            section.Text("log-level") switch
            {
                "debug" => LogLevel.DebugLevel,
                "info" => LogLevel.InfoLevel,
                "warning" => LogLevel.WarningLevel,
                "error" => LogLevel.ErrorLevel,
                var other => throw new SettingsException(
                    $"{Path}.log-level",
                    other,
                    "must be one of debug, info, warning, error"
                ),
            },
            section.Duration("progress-interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))
        );
    }

    /// <summary>The level by Akka's name, so that nothing is made that would be dropped.</summary>
    public string AkkaLogLevel =>
        LogLevel switch
        {
            LogLevel.DebugLevel => "DEBUG",
            LogLevel.InfoLevel => "INFO",
            LogLevel.WarningLevel => "WARNING",
            _ => "ERROR",
        };
}
