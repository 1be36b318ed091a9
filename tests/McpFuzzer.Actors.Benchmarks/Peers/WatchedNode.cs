using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>A node on an <see cref="ActiveHost" />, whose watchdog checks often.</summary>
internal sealed class WatchedNode : IAsyncDisposable
{
    public static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly ActorSystem _system;
    private readonly ActorRegistry _registry;

    private WatchedNode(IHost host)
    {
        _host = host;
        _system = host.Services.GetRequiredService<ActorSystem>();
        _registry = host.Services.GetRequiredService<ActorRegistry>();
    }

    public static async Task<WatchedNode> OpenAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "bench",
            akka =>
                akka.AddHocon("akka.loglevel = WARNING, akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .WithMcpFuzzer(options =>
                    {
                        options.Host = new ActiveHost();
                        options.Watchdog.CheckInterval = CheckInterval;
                        options.Watchdog.HeartbeatInterval = HeartbeatInterval;
                    })
        );
        var host = builder.Build();
        await host.StartAsync();
        return new WatchedNode(host);
    }

    public async Task StartAsync(int count, bool withCallbacks)
    {
        var manager = _registry.Get<ManagerKey>();
        var start = new StartProcess(new ProcessSpec { Command = ["active"], Name = "bench" });
        object message = withCallbacks
            ? new StartProcessWithCallback(start, () => ActivityTime.FromTimestamp(TimeProvider.System.GetTimestamp()))
            : start;
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(_ => manager.Ask<ProcessStarted>(message, Patience)));
        }

        var stats = await _registry.Get<WatchdogKey>().Ask<WatchdogStats>(new GetWatchdogStats(), Patience);
        if (stats.RegisteredCount != count)
        {
            throw new InvalidOperationException($"{stats}");
        }
    }

    public Task UnwatchAsync() => _registry.Get<WatchdogKey>().Ask<WatchdogStopped>(new StopWatchdog(), Patience);

    /// <summary>Returns what the watchdog's thread has allocated so far, as read on that thread.</summary>
    public async Task<long> AllocatedByWatchdogAsync()
    {
        var allocated = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system
            .Dispatchers.Lookup(WatchdogActor.DispatcherPath)
            .Schedule(() => allocated.SetResult(GC.GetAllocatedBytesForCurrentThread()));
        return await allocated.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
