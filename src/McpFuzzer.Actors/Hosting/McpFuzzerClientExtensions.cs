using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Executions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpFuzzer.Actors.Hosting;

/// <summary>Adds the clients of a host's own node to its services.</summary>
public static class McpFuzzerClientExtensions
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Registers <see cref="ProcessManagerClient" />, <see cref="WatchdogClient" /> and <see cref="ExecutorClient" />
    /// as singletons for the actors that <c>WithMcpFuzzer</c> starts. They may be injected before the node has started:
    /// the first command waits for the actors. A client that is already registered stays.
    /// </summary>
    /// <param name="services">The host's services. <c>AddAkka</c> may be called before or after.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">Thrown when a client is first resolved: an option is out of
    /// range.</exception>
    public static IServiceCollection AddMcpFuzzerClients(
        this IServiceCollection services,
        Action<ClientOptions>? configure = null
    )
    {
        var options = new ClientOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(provider => new ProcessManagerClient(Find<ManagerKey>(provider), options));
        services.TryAddSingleton(provider => new WatchdogClient(Find<WatchdogKey>(provider), options));
        services.TryAddSingleton(provider => new ExecutorClient(
            Find<ExecutorKey>(provider),
            options,
            () => ExecutorSettings.From(provider.GetRequiredService<ActorSystem>().Settings.Config).Retry
        ));
        return services;
    }

    private static Func<CancellationToken, Task<IActorRef>> Find<TKey>(IServiceProvider provider)
    {
        var registry = provider.GetRequiredService<IRequiredActor<TKey>>();
        return cancellation => FindAsync(registry, cancellation);
    }

    // The registry checks for the actor first and adds the waiter afterwards, so a waiter that arrives during the
    // registration is never completed. Therefore the registry is asked again until it finds the actor at once.
    private static async Task<IActorRef> FindAsync<TKey>(IRequiredActor<TKey> registry, CancellationToken cancellation)
    {
        while (true)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            attempt.CancelAfter(AskAgainAfter);
            try
            {
                return await registry.GetAsync(attempt.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Not registered yet, or missed.
            }
        }
    }
}
