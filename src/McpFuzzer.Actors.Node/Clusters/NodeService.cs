using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>
/// The runtime in a cluster node, until a signal or another member ends it. It stops its targets first, by their
/// ladder.
/// </summary>
internal static class NodeService
{
    /// <summary>Serves until the end, and returns the exit code.</summary>
    /// <param name="sources">Where settings come from.</param>
    /// <param name="insecure">Plain remoting: any program that reaches the port controls the node.</param>
    /// <param name="console">Takes the address of the node, and its log.</param>
    /// <exception cref="UsageException">It can't listen, or a member to join has no address.</exception>
    public static async Task<int> RunAsync(SettingsSources sources, bool insecure, NodeConsole console)
    {
        AddressSpace.RequireEnough();
        using var signals = new StopSignals();
        var configuration = NodeConfiguration.Load(sources, AmbientSettings.Read(OwnWorkingDirectory.Name));
        var settings = MemberSettings.Read(configuration);
        if (await JoinAddresses.FindUnresolvedAsync(settings.Join) is var (member, why))
        {
            throw new UsageException($"--join = {member}: {why}");
        }

        if (insecure)
        {
            console.WriteErrorLine(
                "mcpfuzzer: warning: --insecure: "
                    + $"every program that reaches {settings.Hostname} can start any command on this node"
            );
        }

        await using var node = await StartAsync(configuration, settings, insecure, console);
        return await ServeAsync(node, settings, signals, console);
    }

    private static async Task<RunningNode> StartAsync(
        Config configuration,
        MemberSettings settings,
        bool insecure,
        NodeConsole console
    )
    {
        try
        {
            return await ClusterNode.StartAsync(configuration, insecure, console.WriteErrorLine);
        }
        catch (Exception failure) when (ListenFailure.WhyOf(failure) is { } why)
        {
            throw new UsageException($"{settings.Hostname}:{settings.Port}: cannot listen there: {why}");
        }
    }

    private static async Task<int> ServeAsync(
        RunningNode node,
        MemberSettings settings,
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
        if (await Task.WhenAny(node.System.WhenTerminated, signals.First) == signals.First)
        {
            await StopAsync(node, signals);
            return ExitCodes.Clean;
        }

        var reason = CoordinatedShutdown.Get(node.System).ShutdownReason;
        return NodeEnd.ExitCodeOf(reason, joined.Task.IsCompleted, settings, console);
    }

    private static async Task StopAsync(RunningNode node, StopSignals signals)
    {
        var stopping = node.DisposeAsync().AsTask();
        if (await Task.WhenAny(stopping, signals.Second) == signals.Second)
        {
            // The second signal kills at once what the ladders have not stopped yet.
            node.Manager.Tell(new StopAllProcesses(Force: true), ActorRefs.NoSender);
        }

        await stopping;
    }
}
