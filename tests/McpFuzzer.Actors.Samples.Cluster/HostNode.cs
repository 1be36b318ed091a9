using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using McpFuzzer.Actors.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterSample;

/// <summary>A node that hosts processes, and runs the operation.</summary>
public static class HostNode
{
    public static async Task RunAsync(int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
                akka.WithMcpFuzzerNode(node =>
                {
                    node.Port = port;
                    DigestCodecs.AddTo(node.Runtime.Codecs);
                    node.Runtime.Operations.Add<Digest>(
                        (digest, _) => ValueTask.FromResult<object?>(new DigestResult(Sha256Of(digest.Text)))
                    );
                })
        );
        using var host = builder.Build();
        await host.StartAsync();
        var cluster = Cluster.Get(host.Services.GetRequiredService<ActorSystem>());
        cluster.RegisterOnMemberUp(() => Console.WriteLine($"node {cluster.SelfAddress}"));
        await host.WaitForShutdownAsync();
    }

    private static string Sha256Of(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
