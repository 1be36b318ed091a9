using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Writes what a lone actor system logs. It is an actor, so that a full pipe at stderr blocks no thread that logs.
/// Serilog, which <c>mcpfuzzer node</c> logs through, adds 3 MB and a tenth of the processor time to each <c>run</c>.
/// </summary>
internal sealed class ConsoleLogger(ConsoleLog log) : UntypedActor
{
    private static readonly LogLevel[] Levels =
    [
        LogLevel.DebugLevel,
        LogLevel.InfoLevel,
        LogLevel.WarningLevel,
        LogLevel.ErrorLevel,
    ];

    /// <summary>Adds one to a system whose configuration names no logger.</summary>
    public static void AddTo(ActorSystem system, ConsoleLog log)
    {
        var logger = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new ConsoleLogger(log)),
            "console-logger"
        );
        foreach (var level in Levels)
        {
            if (level >= system.EventStream.LogLevel)
            {
                system.EventStream.Subscribe(logger, level.ClassFor());
            }
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LogEvent logged:
                log.Write(logged.LogLevel(), MessageOf(logged), logged.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A template may ask for more values than it is given.
    private static string? MessageOf(LogEvent logged)
    {
        try
        {
            return logged.Message?.ToString();
        }
        catch (FormatException)
        {
            return (logged.Message as LogMessage)?.Format;
        }
    }
}
