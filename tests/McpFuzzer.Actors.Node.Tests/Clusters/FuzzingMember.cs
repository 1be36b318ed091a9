using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>The test's own process as a member of the cluster: a fuzzing actor's node, without a runtime of its own.</summary>
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

    /// <summary>Starts one that is in no cluster yet.</summary>
    /// <param name="identity">Who it is; null speaks in the plain.</param>
    /// <param name="codecs">Of what it executes.</param>
    public static async Task<FuzzingMember> StartAsync(NodeIdentity? identity, OperationCodecs? codecs = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(
            ClusterHosting.SystemName,
            akka =>
            {
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
                akka.AddHocon(EmbeddedHocon.Cluster, HoconAddMode.Prepend)
                    .AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
                    .WithCluster(Settings, identity)
                    .WithMcpFuzzerWire(codecs);
            }
        );
        var host = builder.Build();
        await host.StartAsync();
        return new FuzzingMember(host);
    }

    /// <summary>A member that has joined with the certificate of the user whose nodes have this state folder.</summary>
    public static async Task<FuzzingMember> JoinAsync(
        ClusterGround ground,
        Address node,
        OperationCodecs? codecs = null
    )
    {
        var member = await StartAsync(Identity(ground), codecs);
        await member.JoinAsync(node);
        return member;
    }

    public static NodeIdentity Identity(ClusterGround ground) =>
        OwnIdentity.Open(Path.Combine(ground.State, "mcp-fuzzer"), TimeProvider.System);

    public Task JoinAsync(Address node)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.RegisterOnMemberUp(up.SetResult);
        Cluster.JoinSeedNodes([node]);
        return up.Task.WaitAsync(Patience);
    }

    public Task<RemoteRuntime> RuntimeOfAsync(Address node) => RemoteRuntime.ResolveAsync(System, node, Patience);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static ClusterSettings Settings { get; } =
        ClusterSettings.Read(ConfigurationFactory.ParseString("mcp-fuzzer.node { port = 0, roles = [controller] }"));
}
