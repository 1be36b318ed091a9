using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using McpFuzzer.Actors.Clusters.Leaving;
using static Akka.Actor.CoordinatedShutdown;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// Akka's TCP transport in a separate actor system. When a TLS handshake that it started fails, Akka's transport
/// terminates its actor system: a program that takes the port of a dead member would end each node that still connects
/// there. Here only the transport's own system hears of it. The node ends only when it is to be a member and has not
/// joined yet, because then no member lets it in. When the system ends, its connections tell their peers.
/// </summary>
internal sealed class IsolatedTcpTransport : Transport
{
    // Internal to Akka.Remote, which creates it by name as well.
    private const string TransportClass = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";

    private const string Local = """
        akka.actor.provider = local
        akka.extensions = []
        akka.coordinated-shutdown {
          terminate-actor-system = off
          run-by-actor-system-terminate = off
          run-by-clr-shutdown-hook = off
        }
        """;

    private readonly ActorSystem _own;
    private readonly Transport _inner;

    /// <summary>Called by Akka, for <c>transport-class</c> in <c>remoting.conf</c>.</summary>
    public IsolatedTcpTransport(ActorSystem system, Config config)
    {
        (System, Config) = (system, config);
        _own = ActorSystem.Create(
            system.Name,
            system.Settings.Setup.And(
                BootstrapSetup
                    .Create()
                    .WithConfig(ConfigurationFactory.ParseString(Local).WithFallback(system.Settings.Config))
            )
        );
        var end = CoordinatedShutdown.Get(_own);
        end.AddTask(PhaseBeforeServiceUnbind, "end-unless-joined", () => EndUnlessJoinedAsync(system, end));
        _inner = (Transport)Activator.CreateInstance(Type.GetType(TransportClass, throwOnError: true)!, _own, config)!;
    }

    public override string SchemeIdentifier => _inner.SchemeIdentifier;

    public override long MaximumPayloadBytes => _inner.MaximumPayloadBytes;

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var (address, inner) = await _inner.Listen();
        var outer = new TaskCompletionSource<IAssociationEventListener>();
        _ = ForwardAsync(outer.Task, inner);
        return (address, outer);
    }

    public override bool IsResponsibleFor(Address remote) => _inner.IsResponsibleFor(remote);

    public override async Task<AssociationHandle> Associate(Address remoteAddress) =>
        Orderly(await _inner.Associate(remoteAddress));

    public override Task<bool> ManagementCommand(object message) => _inner.ManagementCommand(message);

    public override async Task<bool> Shutdown()
    {
        var isDown = await _inner.Shutdown();
        await _own.Terminate();
        return isDown;
    }

    private async Task ForwardAsync(
        Task<IAssociationEventListener> outer,
        TaskCompletionSource<IAssociationEventListener> inner
    ) => inner.SetResult(new Listener(this, await outer));

    private OrderlyConnection Orderly(AssociationHandle connection) => new(connection, IsLeaving);

    private bool IsLeaving() => CoordinatedShutdown.Get(System).ShutdownReason is not null;

    /// <summary>Runs once, at the first handshake that fails.</summary>
    private static Task<Done> EndUnlessJoinedAsync(ActorSystem system, CoordinatedShutdown end)
    {
        if (system.Settings.HasCluster && MembershipIn(system) == Akka.Cluster.MemberStatus.Removed)
        {
            _ = CoordinatedShutdown.Get(system).Run(end.ShutdownReason);
        }

        return Task.FromResult(Done.Instance);
    }

    // A separate method: a system without clustering does not load Akka.Cluster.
    private static Akka.Cluster.MemberStatus MembershipIn(ActorSystem system) =>
        Akka.Cluster.Cluster.Get(system).SelfMember.Status;

    /// <summary>Hands over the connections that peers open.</summary>
    private sealed class Listener(IsolatedTcpTransport transport, IAssociationEventListener akka)
        : IAssociationEventListener
    {
        public void Notify(IAssociationEvent ev) =>
            akka.Notify(
                ev is InboundAssociation opened ? new InboundAssociation(transport.Orderly(opened.Association)) : ev
            );
    }
}
