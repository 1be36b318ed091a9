using Akka;
using Akka.Actor;
using Akka.Hosting;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// Waits at the end until the logger has written what was logged. Akka stops its loggers before they have emptied their
/// mailboxes, and prints the rest raw to stdout.
/// </summary>
internal static class LogFlush
{
    private const string Phase = "flush-log";

    // The last phase before the actors end.
    private const string Hocon = $$"""
        akka.coordinated-shutdown.phases {
          {{Phase}} {
            depends-on = [{{CoordinatedShutdown.PhaseBeforeActorSystemTerminate}}]
            timeout = 5s
          }
          {{CoordinatedShutdown.PhaseActorSystemTerminate}}.depends-on = [{{Phase}}]
        }
        """;

    // Akka names its loggers log1-Type, log2-Type, and so on. The node has one.
    private const string Logger = "/system/log*";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    /// <summary>Adds the phase to the system's coordinated shutdown.</summary>
    public static AkkaConfigurationBuilder WithLogFlush(this AkkaConfigurationBuilder akka) =>
        akka.AddHocon(Hocon, HoconAddMode.Prepend)
            .AddStartup((system, _) => CoordinatedShutdown.Get(system).AddTask(Phase, Phase, () => FlushAsync(system)));

    // The mailbox is a queue: when the logger answers, it has written every earlier event.
    private static async Task<Done> FlushAsync(ActorSystem system)
    {
        await system.ActorSelection(Logger).Ask<ActorIdentity>(new Identify(null), Patience);
        return Done.Instance;
    }
}
