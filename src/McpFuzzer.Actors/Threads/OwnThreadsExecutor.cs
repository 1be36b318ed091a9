using Akka.Configuration;
using Akka.Dispatch;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Threads;

/// <summary>
/// Runs a dispatcher on <see cref="OwnThreads" /> (docs/performance.md, "The answer to a start"). Akka creates it by
/// its name in the configuration.
/// </summary>
internal sealed class OwnThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) =>
        new OwnThreadsExecutor(
            id,
            new OwnThreads(
                id,
                Config.GetInt("threads", int.MaxValue),
                Config.GetInt("most-threads", int.MaxValue),
                Config.GetTimeSpan("idle-timeout"),
                Config.GetBoolean("hand-over"),
                TimeProvider.System
            )
        );
}

/// <summary>The threads of one dispatcher.</summary>
internal sealed class OwnThreadsExecutor(string id, OwnThreads threads) : ExecutorService(id)
{
    public override void Execute(IRunnable run) => threads.Execute(static run => ((IRunnable)run).Run(), run);

    public override void Shutdown() => threads.Shutdown();
}
