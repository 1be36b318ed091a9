using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>This system, as a program embeds it: a hosted node, asked and watched by messages. It logs warnings, as <c>mcpfuzzer</c> does.</summary>
internal sealed class OwnPeer : IPeer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<ProcessKey, OwnChild> _children = new();
    private readonly IHost _host;
    private readonly IActorRef _manager;
    private long _lastKey;

    private OwnPeer(IHost host)
    {
        _host = host;
        _manager = host.Services.GetRequiredService<ActorRegistry>().Get<ManagerKey>();
    }

    public static async Task<OwnPeer> OpenAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "bench",
            akka =>
                akka.AddHocon("akka.loglevel = WARNING, akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .AddHocon(WatchingActor.Dispatcher, HoconAddMode.Append)
                    .ConfigureLoggers(loggers =>
                    {
                        loggers.ClearLoggers();
                        loggers.AddLoggerFactory();
                    })
                    .WithMcpFuzzer(Configure)
        );
        var host = builder.Build();
        await host.StartAsync();
        var peer = new OwnPeer(host);
        var system = host.Services.GetRequiredService<ActorSystem>();
        var watching = system.ActorOf(WatchingActor.Props(peer._manager, peer._children), "watching");
        await watching.Ask<WatchStarted>(WatchingActor.AreYouWatching.Instance, Patience);
        return peer;
    }

    public async Task<IChild> StartAsync(ChildOrder order)
    {
        var key = new ProcessKey($"bench-{Interlocked.Increment(ref _lastKey)}");
        var child = new OwnChild(key, _manager, forget: () => _children.TryRemove(key, out _));
        _children.TryAdd(key, child);
        var spec = new ProcessSpec
        {
            Command = order.Command,
            Name = "bench",
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.CapturedTail,
            Stderr = StdioMode.CapturedTail,
            AutoKill = false,
            StopLadder = new StopLadder(TimeSpan.Zero, order.Grace, TimeSpan.FromSeconds(5)),
        };
        switch (await _manager.Ask<IStartReply>(new StartProcess(spec, key), Patience))
        {
            case ProcessStarted started:
                child.Pid = started.Pid;
                return child;
            case CommandRejected rejected:
                throw new InvalidOperationException(rejected.Message);
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // The strongest promise that needs no privilege.
    private static void Configure(McpFuzzerOptions options)
    {
        options.Process.Containment = ContainmentLevel.Session;
        options.Process.Subreaper = true;
        options.Process.Guardian = true;
        options.Process.StateFolder = Path.GetFullPath(
            Environment.GetEnvironmentVariable(PeerProcess.StateVariable) ?? "artifacts/bench/state"
        );
    }
}
