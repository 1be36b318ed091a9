using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using McpFuzzer.Actors.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpFuzzer.TestNode;

/// <summary>A user's program: a member of a cluster whose executor runs operations by their type.</summary>
internal static class ClusterWorker
{
    /// <summary>Prints its address, and shuts down at the end of its stdin.</summary>
    public static async Task<int> RunAsync(string stateFolder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(
            "mcp-fuzzer",
            akka =>
                akka.AddHocon("akka { loglevel = OFF, stdout-loglevel = OFF }", HoconAddMode.Prepend)
                    .WithMcpFuzzerNode(node =>
                    {
                        node.Port = 0;
                        node.StateFolder = stateFolder;
                        RemoteOperations.AddTo(node.Runtime.Codecs);
                        RemoteOperations.AddTo(node.Runtime.Operations);
                    })
        );
        using var host = builder.Build();
        await host.StartAsync();
        var cluster = Cluster.Get(host.Services.GetRequiredService<ActorSystem>());
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        await up.Task;
        await Console.Out.WriteLineAsync($"{cluster.SelfAddress}");
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }
}
