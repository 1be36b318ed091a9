using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Logger.Serilog;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>The log of <c>mcpfuzzer node</c>, which goes through Serilog to stderr.</summary>
internal static class NodeLog
{
    private const string AkkaLevel = "akka.loglevel";

    /// <summary>Adds Serilog to the host, whose end flushes it.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="level">The lowest level that is logged.</param>
    /// <param name="format">The form of a line.</param>
    /// <param name="console">Where the lines go.</param>
    public static void AddNodeLog(
        this IServiceCollection services,
        LogLevel level,
        LogFormat format,
        ConsoleLog console
    )
    {
        // Akka.Logger.Serilog writes to the static logger and to no other.
        Log.Logger = Create(level, format, console);
        services.AddSerilog(Log.Logger, dispose: true);
    }

    /// <summary>Has the actor system log through Serilog alone, up to its end.</summary>
    /// <param name="akka">The actor system.</param>
    /// <param name="level">The same as Serilog's, so that Akka makes no event that would be dropped.</param>
    public static AkkaConfigurationBuilder WithNodeLog(this AkkaConfigurationBuilder akka, LogLevel level) =>
        akka.ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = level;
                loggers.ClearLoggers();
                loggers.AddSerilogLogging();
            })
            .WithLogFlush();

    internal static Logger Create(LogLevel level, LogFormat format, ConsoleLog console) =>
        new LoggerConfiguration()
            .MinimumLevel.Is(SerilogLevelOf(level))
            .Enrich.FromLogContext()
            .WriteTo.Sink(new ConsoleSink(console, format))
            .CreateLogger();

    /// <summary>
    /// Returns the one level of Akka and Serilog: <c>akka.loglevel</c> where it is set, and <c>log-level</c> otherwise.
    /// </summary>
    public static LogLevel LevelOf(Config configuration, NodeSettings settings) =>
        configuration.HasPath(AkkaLevel) ? Logging.LogLevelFor(configuration.GetString(AkkaLevel)) : settings.LogLevel;

    private static LogEventLevel SerilogLevelOf(LogLevel level) =>
        level switch
        {
            LogLevel.DebugLevel => LogEventLevel.Debug,
            LogLevel.InfoLevel => LogEventLevel.Information,
            LogLevel.WarningLevel => LogEventLevel.Warning,
            LogLevel.ErrorLevel => LogEventLevel.Error,
            _ => LogEventLevel.Fatal,
        };
}
