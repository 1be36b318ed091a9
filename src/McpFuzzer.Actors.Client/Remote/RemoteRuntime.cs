using Akka.Actor;

namespace McpFuzzer.Actors.Client.Remote;

/// <summary>
/// The runtime of another node, used like the local one. Commands that cannot leave a node are rejected there: <see
/// cref="Local.AttachStdio" />, delegates, callbacks, and the registration of an external process.
/// </summary>
/// <param name="Address">The address of the node, from <c>Cluster.State.Members</c> or from its own line on
/// stdout.</param>
/// <param name="Manager">Its ManagerActor. A restarted node has another one.</param>
/// <param name="Watchdog">Its WatchdogActor.</param>
/// <param name="Executor">Its ExecutorRouter.</param>
public sealed record RemoteRuntime(Address Address, IActorRef Manager, IActorRef Watchdog, IActorRef Executor)
{
    private const string Root = "user/mcp-fuzzer";

    /// <summary>
    /// Finds the actors of a node. The calling system needs remoting, and the binding of
    /// <see cref="Wire.WireConfiguration.Reference" />. <c>WithMcpFuzzerClient</c> and <c>WithMcpFuzzerTls</c> add
    /// both.
    /// </summary>
    /// <param name="system">The calling system.</param>
    /// <param name="address">The address of the node, which may be the local one.</param>
    /// <param name="timeout">For the whole lookup.</param>
    /// <returns>References that are valid while the node runs.</returns>
    /// <exception cref="ActorNotFoundException">No runtime replied in time.</exception>
    public static async Task<RemoteRuntime> ResolveAsync(ActorSystem system, Address address, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(address);
        var found = await Task.WhenAll(Find("manager"), Find("watchdog"), Find("executor")).ConfigureAwait(false);
        return new RemoteRuntime(address, found[0], found[1], found[2]);

        Task<IActorRef> Find(string actor) =>
            system.ActorSelection(new RootActorPath(address) / Root.Split('/') / actor).ResolveOne(timeout);
    }
}
