using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterSample;

/// <summary>A member that hosts no processes: it finds a node that does by its role.</summary>
public static class JoinAsClient
{
    public static async Task RunAsync(string member)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
                akka.WithMcpFuzzerClient(client =>
                {
                    client.Join.Add(member);
                    DigestCodecs.AddTo(client.Codecs);
                })
        );
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var worker = Cluster.Get(system).State.Members.First(one => one.HasRole("worker"));
        await Session.RunAsync(await RemoteRuntime.ResolveAsync(system, worker.Address, TimeSpan.FromSeconds(10)));
        await host.StopAsync();
    }
}
