using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>The test process as a member of the cluster, without a runtime.</summary>
internal sealed class FuzzingMember : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private FuzzingMember(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Cluster = Akka.Cluster.Cluster.Get(System);
    }

    public ActorSystem System { get; }

    public Akka.Cluster.Cluster Cluster { get; }

    /// <summary>A member that has joined a node, with the certificate of that node's user.</summary>
    /// <param name="ground">Where the certificate is.</param>
    /// <param name="node">The node.</param>
    /// <param name="configure">Further options.</param>
    public static async Task<FuzzingMember> JoinAsync(
        ClusterGround ground,
        Address node,
        Action<McpFuzzerClientOptions>? configure = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
            {
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
                akka.AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .WithMcpFuzzerClient(client =>
                    {
                        client.Join.Add($"{node.Host}:{node.Port}");
                        client.StateFolder = Path.Combine(ground.State, "mcp-fuzzer");
                        configure?.Invoke(client);
                    });
            }
        );
        var host = builder.Build();
        await host.StartAsync();
        return new FuzzingMember(host);
    }

    public Task<RemoteRuntime> RuntimeOfAsync(Address node) => RemoteRuntime.ResolveAsync(System, node, Patience);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
