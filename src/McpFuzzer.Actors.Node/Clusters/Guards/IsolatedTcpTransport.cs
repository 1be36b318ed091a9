using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using static Akka.Actor.CoordinatedShutdown;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>
/// Akka's TCP transport, which ends its system when a TLS handshake fails that it began itself. Whoever takes the port of a member that died would end each node that still calls there. So
/// the transport gets a system of its own to end, and the node ends only where it is in no cluster yet: nothing lets it in.
/// </summary>
internal sealed class IsolatedTcpTransport : Transport
{
    // Internal to Akka.Remote; made as remoting makes it, by its name.
    private const string TransportClass = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";

    private const string Local = """
        akka.actor.provider = local
        akka.extensions = []
        akka.coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = off, run-by-clr-shutdown-hook = off }
        """;

    private readonly ActorSystem _own;
    private readonly Transport _inner;

    /// <summary>Made by Akka, from <c>transport-class</c> in <c>cluster.conf</c>.</summary>
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
        end.AddTask(PhaseBeforeServiceUnbind, "end-what-never-joined", () => EndAsync(system, end));
        _inner = (Transport)Activator.CreateInstance(Type.GetType(TransportClass, throwOnError: true)!, _own, config)!;
    }

    public override string SchemeIdentifier => _inner.SchemeIdentifier;

    public override long MaximumPayloadBytes => _inner.MaximumPayloadBytes;

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() => _inner.Listen();

    public override bool IsResponsibleFor(Address remote) => _inner.IsResponsibleFor(remote);

    public override Task<AssociationHandle> Associate(Address remoteAddress) => _inner.Associate(remoteAddress);

    public override Task<bool> ManagementCommand(object message) => _inner.ManagementCommand(message);

    public override async Task<bool> Shutdown()
    {
        var isDown = await _inner.Shutdown();
        await _own.Terminate();
        return isDown;
    }

    /// <summary>The first handshake that failed comes here, and no other: who is in the cluster by then has no use for an end, and who is not ends now.</summary>
    private static Task<Done> EndAsync(ActorSystem system, CoordinatedShutdown end)
    {
        if (Akka.Cluster.Cluster.Get(system).SelfMember.Status == Akka.Cluster.MemberStatus.Removed)
        {
            _ = CoordinatedShutdown.Get(system).Run(end.ShutdownReason);
        }

        return Task.FromResult(Done.Instance);
    }
}
