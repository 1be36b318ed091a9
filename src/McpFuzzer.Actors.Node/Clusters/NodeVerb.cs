using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Clusters.Tls;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary><c>mcpfuzzer node</c>: the runtime in a cluster node, until a signal or another node ends it. Its targets are stopped first, by their ladder.</summary>
internal static class NodeVerb
{
    public static async Task<int> RunAsync(NodeOptions options, NodeConsole console)
    {
        AddressSpace.RefuseTooLittle();
        using var signals = new StopSignals();
        var configuration = Configure(options);
        var settings = ClusterSettings.Read(configuration);
        await JoinAddresses.RefuseUnresolvedAsync(settings.Join);
        var identity = Identity(options, settings, console);
        await using var node = await StartAsync(configuration, settings, identity, console);
        return await ServeAsync(node, settings, signals, console);
    }

    private static Config Configure(NodeOptions options) =>
        NodeConfiguration.Load(
            options.Configuration with
            {
                Overrides = [.. NodePlan.Overrides(options), .. options.Configuration.Overrides],
            },
            AmbientSettings.Read(FilePaths.WorkingDirectory),
            EmbeddedHocon.Cluster
        );

    private static NodeIdentity? Identity(NodeOptions options, ClusterSettings settings, NodeConsole console)
    {
        if (options.Insecure)
        {
            console.WriteErrorLine(
                $"mcpfuzzer: warning: --insecure: whoever reaches {settings.Hostname} can start any command on this node"
            );
            return null;
        }

        return settings.Tls.Certificate is null
            ? OwnIdentity.Open(settings.StateFolder, TimeProvider.System)
            : GivenIdentity.Open(settings.Tls, TimeProvider.System);
    }

    private static async Task<RunningNode> StartAsync(
        Config configuration,
        ClusterSettings settings,
        NodeIdentity? identity,
        NodeConsole console
    )
    {
        try
        {
            return await ClusterNode.StartAsync(configuration, settings, identity, console.WriteErrorLine);
        }
        catch (Exception refused) when (NodePlan.SocketErrorOf(refused) is { } error)
        {
            throw new UsageException(
                $"{settings.Hostname}:{settings.Port}: cannot listen there: {NodePlan.Show(error)}"
            );
        }
    }

    private static async Task<int> ServeAsync(
        RunningNode node,
        ClusterSettings settings,
        StopSignals signals,
        NodeConsole console
    )
    {
        var cluster = Cluster.Get(node.System);
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(() =>
        {
            joined.TrySetResult();
            console.WriteOutput([$"mcpfuzzer: node {cluster.SelfAddress}"]);
        });
        if (settings.Join.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
        }
        else
        {
            cluster.JoinSeedNodes(settings.Join.Select(member => NodePlan.AddressOf(member, cluster.SelfAddress)));
        }

        if (await Task.WhenAny(node.System.WhenTerminated, signals.First) == signals.First)
        {
            await StopAsync(node, signals);
            return ExitCodes.Clean;
        }

        var reason = CoordinatedShutdown.Get(node.System).ShutdownReason;
        return NodePlan.ExitCodeOf(reason, joined.Task.IsCompleted, settings, console);
    }

    private static async Task StopAsync(RunningNode node, StopSignals signals)
    {
        var stopping = node.DisposeAsync().AsTask();
        if (await Task.WhenAny(stopping, signals.Second) == signals.Second)
        {
            // In a hurry: what is left of the ladders is left out.
            node.Manager.Tell(new StopAllProcesses(Force: true), ActorRefs.NoSender);
        }

        await stopping;
    }
}
