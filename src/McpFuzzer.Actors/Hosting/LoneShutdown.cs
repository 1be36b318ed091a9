using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// Shuts down a lone node: runs the runtime's steps in the order of Akka's coordinated shutdown, with its timeouts. It
/// does not use Akka's graph of phases, which takes longer to build than the steps take to run.
/// </summary>
internal sealed class LoneShutdown
{
    /// <summary>Keeps Akka from building its graph of phases when the system terminates.</summary>
    public const string Hocon = "akka.coordinated-shutdown.run-by-actor-system-terminate = off";

    private static readonly string[] Phases =
    [
        CoordinatedShutdown.PhaseServiceRequestsDone,
        CoordinatedShutdown.PhaseServiceStop,
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
    ];

    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);

    /// <summary>Adds the step of a phase.</summary>
    public void Add(string phase, string name, Func<Task> run) => _steps.Add(phase, new Step(name, run));

    /// <summary>
    /// Runs the steps, then terminates the system. A step that fails or takes too long does not delay the next one.
    /// </summary>
    public async Task RunAsync(ActorSystem system)
    {
        foreach (var phase in Phases)
        {
            if (!_steps.Remove(phase, out var step))
            {
                continue;
            }

            try
            {
                await step.Run().WaitAsync(OrderlyShutdown.TimeoutOf(system, phase));
            }
            catch (Exception fault)
            {
                system.Log.Error(fault, "Shutdown: {0} failed", step.Name);
            }
        }

        await system.Terminate();
    }

    private sealed record Step(string Name, Func<Task> Run);
}
