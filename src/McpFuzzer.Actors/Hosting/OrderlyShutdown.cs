using System.Globalization;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// The shutdown of a node before its actor system ends: operations first, then processes, then the host.
/// </summary>
internal static class OrderlyShutdown
{
    /// <summary>
    /// The wait for a reply ends a little before its phase, so that a missing reply is logged by name.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = RuntimeConfiguration.Reference.GetTimeSpan(
        $"akka.coordinated-shutdown.phases.{CoordinatedShutdown.PhaseServiceStop}.timeout"
    );

    /// <summary>
    /// Returns the phases. The phase that stops processes lasts as long as the node's ladder may take, and at least its
    /// reference value.
    /// </summary>
    /// <param name="configuration">The node's configuration before its system starts.</param>
    public static Config PhasesFor(Config configuration)
    {
        StopLadder ladder;
        try
        {
            ladder = ProcessSettings.From(configuration).Ladder;
        }
        catch (SettingsException)
        {
            // The start of the system rejects it, with all errors.
            return Config.Empty;
        }

        const string key = $"akka.coordinated-shutdown.phases.{CoordinatedShutdown.PhaseServiceStop}.timeout";
        // Akka reads one number with one unit, not the durations of McpFuzzer.
        var needed = ladder.CloseStdin + ladder.Grace + ladder.Verify + Slack;
        return needed <= Shortest
            ? Config.Empty
            : ConfigurationFactory.ParseString(
                string.Create(CultureInfo.InvariantCulture, $"{key} = {needed.TotalMilliseconds}ms")
            );
    }

    /// <summary>Adds a step to the coordinated shutdown of a system.</summary>
    public static AddStep Of(ActorSystem system) =>
        (phase, name, step) =>
            CoordinatedShutdown
                .Get(system)
                .AddTask(
                    phase,
                    name,
                    async () =>
                    {
                        await step();
                        return Done.Instance;
                    }
                );

    /// <summary>Returns the timeout of a phase.</summary>
    public static TimeSpan TimeoutOf(ActorSystem system, string phase) =>
        system.Settings.Config.GetTimeSpan($"akka.coordinated-shutdown.phases.{phase}.timeout");

    public static void Register(ActorSystem system, AddStep add, McpFuzzerActor.Actors actors)
    {
        AddAsk<ExecutorStopped>(
            system,
            add,
            CoordinatedShutdown.PhaseServiceRequestsDone,
            actors.Executor,
            new ShutdownExecutor()
        );
        AddAsk<ManagerStopped>(
            system,
            add,
            CoordinatedShutdown.PhaseServiceStop,
            actors.Manager,
            new ShutdownManager()
        );
    }

    public static void Register(AddStep add, IProcessHost host) =>
        add(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "mcp-fuzzer-host", () => host.DisposeAsync().AsTask());

    private static void AddAsk<TReply>(
        ActorSystem system,
        AddStep add,
        string phase,
        IActorRef actor,
        object command
    ) =>
        add(
            phase,
            $"mcp-fuzzer-{actor.Path.Name}",
            () => actor.Ask<TReply>(command, TimeoutOf(system, phase) - Margin)
        );

    /// <summary>Adds a step to the shutdown of a node.</summary>
    /// <param name="phase">One of the phases of <see cref="CoordinatedShutdown" />.</param>
    /// <param name="name">Its name in the log.</param>
    /// <param name="step">The step.</param>
    internal delegate void AddStep(string phase, string name, Func<Task> step);
}
