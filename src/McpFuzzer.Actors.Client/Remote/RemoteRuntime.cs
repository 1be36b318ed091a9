using Akka.Actor;

namespace McpFuzzer.Actors.Client.Remote;

/// <summary>
/// The runtime of another node, to be asked as the one of the own node is. What cannot leave a node is refused there: <see cref="Local.AttachStdio" />, delegates, callbacks, and the registration of
/// an external process.
/// </summary>
/// <param name="Address">The node, as <c>Cluster.State.Members</c> or its own line on stdout gives it.</param>
/// <param name="Manager">Its ManagerActor. A node that is started anew has another one.</param>
/// <param name="Watchdog">Its WatchdogActor.</param>
/// <param name="Executor">Its ExecutorRouter.</param>
public sealed record RemoteRuntime(Address Address, IActorRef Manager, IActorRef Watchdog, IActorRef Executor)
{
    private const string Root = "user/mcp-fuzzer";

    /// <summary>Finds the actors of a node. The asking system has remoting, and the binding of <see cref="Wire.WireConfiguration.Reference" />.</summary>
    /// <param name="system">Of the asker.</param>
    /// <param name="address">The node; it may be the own one.</param>
    /// <param name="timeout">For all of it.</param>
    /// <returns>References that stay good as long as the node lives.</returns>
    /// <exception cref="ActorNotFoundException">No runtime has answered from there in time.</exception>
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
