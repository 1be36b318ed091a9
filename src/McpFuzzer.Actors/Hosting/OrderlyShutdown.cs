using Akka;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Hosting;

/// <summary>What a node does before its actor system ends: operations first, then processes, and the host last.</summary>
internal static class OrderlyShutdown
{
    /// <summary>An answer is waited for a little less long than its phase lasts, so that its lack is told by name.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public static void Register(ActorSystem system, McpFuzzerActor.Children children)
    {
        AddAsk<ExecutorStopped>(
            system,
            CoordinatedShutdown.PhaseServiceRequestsDone,
            children.Executor,
            new ShutdownExecutor()
        );
        AddAsk<ManagerStopped>(system, CoordinatedShutdown.PhaseServiceStop, children.Manager, new ShutdownManager());
    }

    public static void Register(ActorSystem system, IProcessHost host) =>
        CoordinatedShutdown
            .Get(system)
            .AddTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
                "mcp-fuzzer-host",
                async () =>
                {
                    await host.DisposeAsync();
                    return Done.Instance;
                }
            );

    private static void AddAsk<TReply>(ActorSystem system, string phase, IActorRef actor, object command)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(
            phase,
            $"mcp-fuzzer-{actor.Path.Name}",
            async () =>
            {
                _ = await actor.Ask<TReply>(command, shutdown.Timeout(phase) - Margin);
                return Done.Instance;
            }
        );
    }
}
