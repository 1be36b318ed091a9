using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Remote;
using McpFuzzer.Actors.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterSample;

/// <summary>A program outside the cluster: it knows a node by its address.</summary>
public static class AskFromOutside
{
    public static async Task RunAsync(string node)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("outside", akka => akka.WithMcpFuzzerTls(tls => DigestCodecs.AddTo(tls.Codecs)));
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var address = Address.Parse($"akka.ssl.tcp://mcp-fuzzer@{node}");
        await Session.RunAsync(await RemoteRuntime.ResolveAsync(system, address, TimeSpan.FromSeconds(10)));
        await host.StopAsync();
    }
}
