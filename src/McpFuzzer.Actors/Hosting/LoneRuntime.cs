using Akka.Actor;
using Akka.Configuration;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// A runtime in its own actor system, without a generic host, whose start takes longer than everything else. Disposing
/// it stops every process in order.
/// </summary>
internal sealed class LoneRuntime : IAsyncDisposable
{
    private readonly LoneShutdown _shutdown;

    private LoneRuntime(ActorSystem system, McpFuzzerActor.Actors actors, LoneShutdown shutdown)
    {
        System = system;
        Actors = actors;
        _shutdown = shutdown;
    }

    public ActorSystem System { get; }

    public McpFuzzerActor.Actors Actors { get; }

    /// <summary>Starts the runtime, and returns when its actors run.</summary>
    /// <param name="name">The name of the actor system.</param>
    /// <param name="configuration">
    /// All settings; they fall back on <see cref="RuntimeConfiguration.Reference" />, and hold
    /// <see cref="LoneShutdown.Hocon" />.
    /// </param>
    /// <param name="prepare">Receives the system before anything runs in it.</param>
    /// <param name="addActors">Starts actors that build on the runtime.</param>
    /// <exception cref="Client.Configuration.SettingsException">A value is rejected.</exception>
    public static async Task<LoneRuntime> StartAsync(
        string name,
        Config configuration,
        Action<ActorSystem> prepare,
        Func<ActorSystem, McpFuzzerActor.Actors, Task> addActors
    )
    {
        var system = ActorSystem.Create(name, configuration);
        var shutdown = new LoneShutdown();
        try
        {
            prepare(system);
            var actors = await McpFuzzerHostingExtensions.StartAsync(system, new McpFuzzerOptions(), shutdown.Add);
            await addActors(system, actors);
            return new LoneRuntime(system, actors, shutdown);
        }
        catch
        {
            await shutdown.RunAsync(system);
            throw;
        }
    }

    public ValueTask DisposeAsync() => new(_shutdown.RunAsync(System));
}
