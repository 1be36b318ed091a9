using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>Writes what an actor system logs, off the threads of those that log: stderr may be a pipe that is full.</summary>
internal sealed class ConsoleLogger(ConsoleLog log) : UntypedActor
{
    private static readonly LogLevel[] Levels =
    [
        LogLevel.DebugLevel,
        LogLevel.InfoLevel,
        LogLevel.WarningLevel,
        LogLevel.ErrorLevel,
    ];

    /// <summary>Adds one to a system that has no loggers of its own.</summary>
    public static void AddTo(ActorSystem system, ConsoleLog log)
    {
        var logger = ((ExtendedActorSystem)system).SystemActorOf(
            Akka.Actor.Props.Create(() => new ConsoleLogger(log)),
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
        if (message is LogEvent logged)
        {
            log.Write(logged);
        }
        else
        {
            Unhandled(message);
        }
    }
}
