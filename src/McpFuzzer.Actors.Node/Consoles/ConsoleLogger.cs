using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>Writes what an actor system logs, off the threads of those that log: stderr may be a pipe that is full.</summary>
internal sealed class ConsoleLogger(ConsoleLog log) : UntypedActor
{
    /// <summary>Names it as the only logger of a system that has the <see cref="LogSetup" />.</summary>
    public const string Hocon = "akka.loggers = [\"McpFuzzer.Actors.Node.Consoles.ConsoleLogger, mcpfuzzer\"]";

    private static readonly LogLevel[] Levels =
    [
        LogLevel.DebugLevel,
        LogLevel.InfoLevel,
        LogLevel.WarningLevel,
        LogLevel.ErrorLevel,
    ];

    /// <summary>Made by Akka.</summary>
    public ConsoleLogger()
        : this(Context.System.Settings.Setup.Get<LogSetup>().Value.Log) { }

    /// <summary>Adds one to a system that has no loggers of its own.</summary>
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
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent logged:
                log.Write(logged);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Where the system's logger finds the log.</summary>
    internal sealed class LogSetup(ConsoleLog log) : Setup
    {
        public ConsoleLog Log => log;
    }
}
