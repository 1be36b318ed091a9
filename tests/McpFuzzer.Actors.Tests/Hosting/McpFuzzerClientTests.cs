using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Tests.Hosting;

public sealed class McpFuzzerClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Should_use_the_actors_of_its_own_node()
    {
        using var host = Build();
        await host.StartAsync();
        var processes = host.Services.GetRequiredService<ProcessManagerClient>();

        var started = await processes.StartAsync(new ProcessSpec { Command = ["true"] }).WaitAsync(Patience);

        Assert.Equal(started.Key, (await processes.GetStatusAsync(started.Key))?.Key);
        Assert.True(await host.Services.GetRequiredService<WatchdogClient>().IsRegisteredAsync(started.Key));
        Assert.Equal(
            42,
            await host.Services.GetRequiredService<ExecutorClient>().ExecuteAsync(_ => Task.FromResult(42))
        );
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_wait_for_the_node_when_a_client_is_used_before_it_has_started()
    {
        using var host = Build();
        var processes = host.Services.GetRequiredService<ProcessManagerClient>();

        var listing = processes.ListAsync();
        Assert.False(listing.IsCompleted);
        await host.StartAsync();

        Assert.Empty(await listing.WaitAsync(Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_be_injected_into_a_service_that_starts_with_the_node()
    {
        using var host = Build(services => services.AddHostedService<Starter>());

        await host.StartAsync();

        var started = host.Services.GetServices<IHostedService>().OfType<Starter>().Single();
        Assert.Equal(new ProcessKey("by-starter"), (await started.Started.WaitAsync(Patience)).Key);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_resolve_the_actor_again_when_the_registry_has_lost_a_waiter()
    {
        var registry = new ForgetfulRegistry();
        var services = new ServiceCollection().AddSingleton<IRequiredActor<ManagerKey>>(registry);
        await using var provider = services.AddMcpFuzzerClients().BuildServiceProvider();
        using var end = new CancellationTokenSource();

        var asking = provider.GetRequiredService<ProcessManagerClient>().ListAsync(cancellationToken: end.Token);

        await registry.ResolvedAgain.Task.WaitAsync(Patience);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_take_the_retry_policy_of_the_node_when_the_options_have_none()
    {
        foreach (var (own, attempts) in new[] { ((RetryPolicy?)null, 4), (new RetryPolicy(0, default, default), 1) })
        {
            using var host = Build(configure: options => options.Retry = own);
            await host.StartAsync();
            var executor = host.Services.GetRequiredService<ExecutorClient>();

            var failed = await Assert.ThrowsAsync<OperationFailedException>(() =>
                executor.ExecuteWithRetryAsync<int>(_ => throw new IOException("broken")).WaitAsync(Patience)
            );

            Assert.Equal(attempts, failed.Attempts);
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task Should_throw_the_outcome_of_an_operation_that_times_out()
    {
        using var host = Build();
        await host.StartAsync();
        var executor = host.Services.GetRequiredService<ExecutorClient>();

        var timedOut = await Assert.ThrowsAsync<OperationTimedOutException>(() =>
            executor.ExecuteAsync(HangAsync, timeout: TimeSpan.FromMilliseconds(20)).WaitAsync(Patience)
        );

        Assert.False(timedOut.Abandoned);
        await host.StopAsync();
    }

    [Fact]
    public async Task Should_cancel_a_running_operation_when_the_token_is_cancelled()
    {
        using var host = Build();
        await host.StartAsync();
        var executor = host.Services.GetRequiredService<ExecutorClient>();
        using var cancelling = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var call = executor.ExecuteAsync(
            cancellation =>
            {
                begun.SetResult();
                return HangAsync(cancellation);
            },
            cancellationToken: cancelling.Token
        );
        await begun.Task.WaitAsync(Patience);

        await cancelling.CancelAsync();

        await Assert.ThrowsAsync<OperationCancelledException>(() => call.WaitAsync(Patience));
        Assert.Equal(1, (await executor.GetStatsAsync()).Cancelled);
        await host.StopAsync();
    }

    private static async Task<int> HangAsync(CancellationToken cancellation)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellation);
        return 0;
    }

    private static IHost Build(Action<IServiceCollection>? services = null, Action<ClientOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.Services.AddMcpFuzzerClients(configure);
        builder.Services.AddAkka(
            "node",
            akka =>
                akka.WithMcpFuzzer(options =>
                {
                    options.Host = new FakeHost();
                    (options.Process.Grace, options.Process.CloseStdin) = (TimeSpan.Zero, TimeSpan.Zero);
                    (options.Executor.RetryCount, options.Executor.RetryDelay) = (3, TimeSpan.FromMilliseconds(1));
                })
        );
        return builder.Build();
    }

    /// <summary>Hides who waits.</summary>
    private sealed class ForgetfulRegistry : IRequiredActor<ManagerKey>
    {
        private int _resolved;

        public TaskCompletionSource ResolvedAgain { get; } = new();

        public IActorRef ActorRef => ActorRefs.Nobody;

        public async Task<IActorRef> GetAsync(CancellationToken cancellationToken = default)
        {
            if (++_resolved > 1)
            {
                ResolvedAgain.TrySetResult();
            }

            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return ActorRefs.Nobody;
        }
    }

    private sealed class Starter(ProcessManagerClient processes) : BackgroundService
    {
        private readonly TaskCompletionSource<ProcessStarted> _started = new();

        public Task<ProcessStarted> Started => _started.Task;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
            _started.SetResult(
                await processes.StartAsync(
                    new ProcessSpec { Command = ["true"] },
                    new ProcessKey("by-starter"),
                    stoppingToken
                )
            );
    }
}
