using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace McpFuzzer.Actors.Clusters;

/// <summary>
/// Completes a task when this node is a member and <c>Cluster.State</c> shows it, then stops. An actor of the cluster
/// keeps that state by the same events, so that the watch asks it for a reply that comes after them.
/// </summary>
internal sealed class MembershipWatch : UntypedActor
{
    /// <summary>The actor behind <c>Cluster.State</c>.</summary>
    public const string StateKeeper = "/system/clusterEventBusListener";

    private readonly TaskCompletionSource _joined;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    public MembershipWatch(TaskCompletionSource joined) => _joined = joined;

    public static Props Props(TaskCompletionSource joined) =>
        Akka.Actor.Props.Create(() => new MembershipWatch(joined)).WithDeploy(Deploy.Local);

    protected override void PreStart() =>
        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(MemberUp));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberUp up when up.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                // The cluster replies when it has told each subscriber.
                _cluster.SendCurrentClusterState(Self);
                break;
            case MemberUp:
                break;
            case CurrentClusterState:
                Context.ActorSelection(StateKeeper).Tell(new Identify(null));
                break;
            case ActorIdentity:
                _joined.TrySetResult();
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
