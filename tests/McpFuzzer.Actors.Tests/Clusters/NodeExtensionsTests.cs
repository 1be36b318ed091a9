using System.Runtime.Versioning;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.SBR;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Contracts.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Tests.Clusters;

/// <summary>The methods that host a node, join one and talk to one, in hosts of one process over loopback.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NodeExtensionsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _state = Directory.CreateTempSubdirectory("mcpfuzzer-node-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Should_host_the_runtime_in_a_new_cluster_when_no_member_is_named()
    {
        await using var node = await StartNodeAsync();

        Assert.Equal("akka.ssl.tcp", node.Address.Protocol);
        Assert.Equal(["worker"], node.Cluster.SelfRoles);
        Assert.NotNull(await StatsAsync(node, node.Address));
    }

    [Fact]
    public async Task Should_be_a_member_with_the_role_of_a_client_when_its_host_has_started()
    {
        await using var node = await StartNodeAsync();

        await using var client = await StartAsync(akka => akka.WithMcpFuzzerClient(Joining(node)));

        Assert.Equal(MemberStatus.Up, client.Cluster.SelfMember.Status);
        Assert.Equal(["client"], client.Cluster.SelfRoles);
        var stateKeeper = client.System.ActorSelection(MembershipWatch.StateKeeper);
        Assert.NotNull((await stateKeeper.Ask<ActorIdentity>(new Identify(null), Patience)).Subject);
        Assert.NotNull(await StatsAsync(client, node.Address));
    }

    [Fact]
    public async Task Should_reach_a_node_without_joining_when_it_has_only_TLS()
    {
        await using var node = await StartNodeAsync();

        await using var outside = await StartAsync(akka => akka.WithMcpFuzzerTls(tls => tls.StateFolder = _state));

        Assert.False(outside.System.Settings.HasCluster);
        Assert.NotNull(await StatsAsync(outside, node.Address));
        Assert.Equal(node.Address, Assert.Single(node.Cluster.State.Members).Address);
    }

    [Fact]
    public async Task Should_continue_without_a_reply_when_the_node_has_another_authority()
    {
        await using var node = await StartNodeAsync();
        var other = Path.Combine(_state, "other");

        await using var outside = await StartAsync(akka => akka.WithMcpFuzzerTls(tls => tls.StateFolder = other));

        await Assert.ThrowsAsync<ActorNotFoundException>(() =>
            RemoteRuntime.ResolveAsync(outside.System, node.Address, TimeSpan.FromSeconds(5))
        );
        Assert.False(outside.System.WhenTerminated.IsCompleted);
        Assert.NotNull(await StatsAsync(node, node.Address));
    }

    [Fact]
    public async Task Should_prefer_an_option_when_the_HOCON_says_otherwise()
    {
        await using var node = await StartAsync(akka =>
            akka.AddHocon("mcp-fuzzer.node { hostname = nosuch.invalid, roles = [a] }", HoconAddMode.Prepend)
                .WithMcpFuzzerNode(options =>
                {
                    options.Hostname = "127.0.0.1";
                    options.Port = 0;
                    options.StateFolder = _state;
                })
        );

        Assert.Equal("127.0.0.1", node.Address.Host);
        Assert.Equal(["a"], node.Cluster.SelfRoles);
    }

    [Fact]
    public async Task Should_keep_the_side_of_the_oldest_member_when_nothing_else_is_configured()
    {
        await using var node = await StartNodeAsync();

        Assert.IsType<SplitBrainResolverProvider>(node.Cluster.DowningProvider);
        var resolver = node.System.Settings.Config.GetConfig("akka.cluster.split-brain-resolver");
        Assert.Equal("keep-oldest", resolver.GetString("active-strategy"));
        Assert.True(resolver.GetBoolean("keep-oldest.down-if-alone"));
        Assert.Equal(TimeSpan.FromSeconds(5), resolver.GetTimeSpan("stable-after"));
    }

    [Theory]
    [InlineData("/", "mcp-fuzzer.node.hostname = /: must be a host name")]
    [InlineData("127.0.0.1", "mcp-fuzzer.node.join = nosuch.invalid:1: no address of nosuch.invalid")]
    public async Task Should_name_the_setting_that_keeps_a_node_from_starting(string hostname, string why)
    {
        var rejected = await Assert.ThrowsAsync<SettingsException>(() =>
            StartAsync(akka =>
                akka.WithMcpFuzzerNode(node =>
                {
                    node.Hostname = hostname;
                    node.Port = 0;
                    node.StateFolder = _state;
                    node.Join.Add("nosuch.invalid:1");
                })
            )
        );

        Assert.StartsWith(why, rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_name_the_file_when_a_certificate_is_not_usable()
    {
        var rejected = await Assert.ThrowsAsync<IdentityException>(() =>
            StartAsync(akka =>
                akka.WithMcpFuzzerTls(tls =>
                {
                    tls.Certificate = "/nosuch.pem";
                    tls.CertificateAuthority = "/nosuch-ca.pem";
                })
            )
        );

        Assert.StartsWith("/nosuch-ca.pem: ", rejected.Message, StringComparison.Ordinal);
    }

    private Task<Running> StartNodeAsync() =>
        StartAsync(akka =>
            akka.WithMcpFuzzerNode(node =>
            {
                node.Port = 0;
                node.StateFolder = _state;
            })
        );

    private Action<McpFuzzerClientOptions> Joining(Running node) =>
        client =>
        {
            client.Join.Add($"{node.Address.Host}:{node.Address.Port}");
            client.StateFolder = _state;
        };

    private static async Task<Running> StartAsync(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
            {
                akka.AddHocon("akka { loglevel = OFF, stdout-loglevel = OFF }", HoconAddMode.Prepend);
                configure(akka);
            }
        );
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new Running(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static async Task<ManagerStats> StatsAsync(Running from, Address node)
    {
        var runtime = await RemoteRuntime.ResolveAsync(from.System, node, Patience);
        return await runtime.Manager.Ask<ManagerStats>(new GetManagerStats(), Patience);
    }

    private sealed class Running(IHost host) : IAsyncDisposable
    {
        public ActorSystem System { get; } = host.Services.GetRequiredService<ActorSystem>();

        public Cluster Cluster => Cluster.Get(System);

        public Address Address => ((ExtendedActorSystem)System).Provider.DefaultAddress;

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
