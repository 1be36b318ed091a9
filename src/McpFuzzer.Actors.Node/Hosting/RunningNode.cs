using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Fuzzing.Hosting;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>One node, alone, as long as a verb needs it. Its disposal stops every process in order.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private const string Alone = "mcpfuzzer";

    private readonly IHost _host;
    private readonly ActorRegistry _registry;

    private RunningNode(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        _registry = host.Services.GetRequiredService<ActorRegistry>();
        Manager = _registry.Get<ManagerKey>();
    }

    public ActorSystem System { get; }

    public IActorRef Manager { get; }

    /// <summary>Where campaigns were asked for.</summary>
    public IActorRef Campaigns => _registry.Get<CampaignsKey>();

    /// <summary>With campaigns; answers when the actors stand.</summary>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is refused.</exception>
    public static Task<RunningNode> StartAsync(Config configuration, NodeSettings settings, NodeConsole console) =>
        StartAsync(Alone, configuration, settings, console.WriteErrorLine, akka => akka.WithCampaigns());

    /// <summary>The runtime alone; answers when the actors stand.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="settings">The node's own.</param>
    /// <param name="writeLine">Takes the log.</param>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is refused.</exception>
    public static Task<RunningNode> StartAsync(Config configuration, NodeSettings settings, Action<string> writeLine) =>
        StartAsync(Alone, configuration, settings, writeLine, akka => akka);

    /// <summary>The runtime in a system that can join a cluster, and has not yet.</summary>
    /// <param name="configuration">All settings, the profile <c>cluster.conf</c> among them.</param>
    /// <param name="cluster">Where it listens.</param>
    /// <param name="identity">Null is plain remoting.</param>
    /// <param name="writeLine">Takes the log.</param>
    /// <param name="runtime">What the runtime is told in code, such as the operations that it runs.</param>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is refused.</exception>
    public static Task<RunningNode> StartClusterAsync(
        Config configuration,
        ClusterSettings cluster,
        NodeIdentity? identity,
        Action<string> writeLine,
        McpFuzzerOptions? runtime = null
    ) =>
        StartAsync(
            ClusterHosting.SystemName,
            configuration,
            NodeSettings.Read(configuration),
            writeLine,
            akka => akka.WithCluster(cluster, identity),
            runtime
        );

    private static async Task<RunningNode> StartAsync(
        string name,
        Config configuration,
        NodeSettings settings,
        Action<string> writeLine,
        Func<AkkaConfigurationBuilder, AkkaConfigurationBuilder> add,
        McpFuzzerOptions? runtime = null
    )
    {
        var log = new ConsoleLogSink(writeLine);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSerilog(
            new LoggerConfiguration().MinimumLevel.Is(settings.LogLevel).WriteTo.Sink(log).CreateLogger(),
            dispose: true
        );
        builder.Services.AddAkka(
            name,
            (akka, _) =>
                add(
                    akka.AddHocon($"akka.loglevel = {settings.AkkaLogLevel}", HoconAddMode.Prepend)
                        .AddHocon(configuration, HoconAddMode.Prepend)
                        .ConfigureLoggers(loggers =>
                        {
                            loggers.ClearLoggers();
                            loggers.AddLoggerFactory();
                        })
                        .WithMcpFuzzer(runtime ?? new McpFuzzerOptions())
                )
        );
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        // The phases of the system's own shutdown have their bounds; a long ladder is not cut short by another.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);

        var host = builder.Build();
        try
        {
            await host.StartAsync();
            log.Open();
            return new RunningNode(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
