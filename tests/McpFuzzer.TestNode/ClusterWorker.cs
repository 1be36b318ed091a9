using Akka.Cluster;
using Akka.Configuration;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Clusters;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.TestNode;

/// <summary>A program of a user's own: a member of a cluster whose executor runs operations by their type.</summary>
internal static class ClusterWorker
{
    /// <summary>Prints its address, and ends in order at the end of its stdin.</summary>
    public static async Task<int> RunAsync(string stateFolder)
    {
        var configuration = ConfigurationFactory
            .ParseString("mcp-fuzzer.node.port = 0")
            .WithFallback(EmbeddedHocon.Cluster)
            .WithFallback(EmbeddedHocon.SingleNode);
        var runtime = new McpFuzzerOptions();
        runtime.Process.StateFolder = stateFolder;
        RemoteOperations.AddTo(runtime.Codecs);
        RemoteOperations.AddTo(runtime.Operations);
        await using var node = await ClusterNode.StartAsync(
            configuration,
            Actors.Node.Clusters.ClusterSettings.Read(configuration),
            OwnIdentity.Open(stateFolder, TimeProvider.System),
            Console.Error.WriteLine,
            runtime
        );
        var cluster = Cluster.Get(node.System);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(cluster.SelfAddress);
        await up.Task;
        await Console.Out.WriteLineAsync($"{cluster.SelfAddress}");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
