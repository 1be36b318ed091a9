using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Os;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>
/// This system, as a program embeds it: a hosted node, driven and watched by messages. It logs warnings, as
/// <c>mcpfuzzer</c> does.
/// </summary>
internal sealed class OwnPeer : IPeer, IPartedPeer
{
    /// <summary>
    /// The dispatcher of the actors that listen. It is the manager's, so that a blocked pool does not delay them.
    /// </summary>
    private const string Dispatcher = "mcp-fuzzer.process.dispatcher";

    public static readonly TimeSpan Buffer = TimeSpan.FromMilliseconds(100);

    private static readonly string StateFolder = Path.GetFullPath(
        Environment.GetEnvironmentVariable(PeerProcess.StateVariable) ?? "artifacts/bench/state"
    );

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<ProcessKey, OwnChild> _children = new();
    private readonly IHost _host;
    private readonly ActorSystem _system;
    private readonly IActorRef _manager;
    private readonly Lazy<Task> _watching;
    private readonly Lazy<IProcessHost> _bareHost = new(() =>
        ProcessHosts.Create(
            TimeProvider.System,
            new Os.HostOptions
            {
                Containment = ContainmentLevel.Session,
                Subreaper = true,
                StateFolder = StateFolder,
            }
        )
    );
    private long _lastKey;

    private OwnPeer(IHost host)
    {
        _host = host;
        _system = host.Services.GetRequiredService<ActorSystem>();
        _manager = host.Services.GetRequiredService<ActorRegistry>().Get<ManagerKey>();
        _watching = new Lazy<Task>(() =>
            _system
                .ActorOf(WatchingActor.Props(_manager, _children).WithDispatcher(Dispatcher))
                .Ask<WatchStarted>(WatchingActor.AreYouWatching.Instance, Patience)
        );
    }

    public IActorRef Manager => _manager;

    /// <summary>
    /// Starts a node. A watchful one checks ten times as often as by default, and ends a process that is silent for its
    /// timeout and <see cref="Buffer" />.
    /// </summary>
    public static async Task<OwnPeer> OpenAsync(bool isWatchful = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "bench",
            akka =>
                akka.AddHocon("akka.loglevel = WARNING, akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .ConfigureLoggers(loggers =>
                    {
                        loggers.ClearLoggers();
                        loggers.AddLoggerFactory();
                    })
                    .WithMcpFuzzer(options => Configure(options, isWatchful))
        );
        var host = builder.Build();
        await host.StartAsync();
        return new OwnPeer(host);
    }

    public async Task<IChild> StartAsync(ChildOrder order)
    {
        await _watching.Value;
        var key = new ProcessKey($"bench-{Interlocked.Increment(ref _lastKey)}");
        var child = new OwnChild(key, _manager, forget: () => _children.TryRemove(key, out _));
        _children.TryAdd(key, child);
        switch (await _manager.Ask<IStartReply>(new StartProcess(SpecOf(order), key), Patience))
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

    public Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.ActorOf(DrivingActor.Props(_manager, SpecOf(order), atOnce, length, done).WithDispatcher(Dispatcher));
        return done.Task;
    }

    public async Task<IAsyncDisposable?> AskAsync()
    {
        await _manager.Ask<CommandRejected>(new GetProcess(new ProcessKey("unknown")), Patience);
        return null;
    }

    public async Task<IAsyncDisposable?> StartByHostAsync()
    {
        var host = _bareHost.Value;
        var spec = SpecOf(ChildOrder.Of("/bin/true"));
        return await host.StartAsync(spec, CancellationToken.None) switch
        {
            StartResult.Started started => new BareChild(host, started.Handle),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_bareHost.IsValueCreated)
        {
            await _bareHost.Value.DisposeAsync();
        }

        await _host.StopAsync();
        _host.Dispose();
    }

    private static ProcessSpec SpecOf(ChildOrder order) =>
        new()
        {
            Command = order.Command,
            Name = "bench",
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.CapturedTail,
            Stderr = StdioMode.CapturedTail,
            Timeout = order.Timeout,
            AutoKill = order.Timeout is not null,
            StopLadder = new StopLadder(TimeSpan.Zero, order.Grace, TimeSpan.FromSeconds(5)),
        };

    // The strongest promise that needs no privilege.
    private static void Configure(McpFuzzerOptions options, bool isWatchful)
    {
        if (isWatchful)
        {
            options.Watchdog.CheckInterval = TimeSpan.FromMilliseconds(100);
            options.Watchdog.ExtraBuffer = Buffer;
        }

        options.Process.Containment = ContainmentLevel.Session;
        options.Process.Subreaper = true;
        options.Process.Guardian = true;
        options.Process.StateFolder = StateFolder;
    }

    private sealed class BareChild(IProcessHost host, IProcessHandle handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await host.ReapAsync(handle, Patience);
    }
}
