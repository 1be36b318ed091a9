using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Tests.Clusters.Guards;

/// <summary>A system with the profile of a node, in the plain and in no cluster.</summary>
public sealed class GuardedSystem : IDisposable
{
    internal ExtendedActorSystem System { get; } =
        (ExtendedActorSystem)
            ActorSystem.Create(
                "mcp-fuzzer",
                ConfigurationFactory
                    .ParseString(
                        """
                        akka.actor.provider = cluster
                        akka.loglevel = OFF
                        akka.stdout-loglevel = OFF
                        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
                        """
                    )
                    .WithFallback(EmbeddedHocon.Cluster)
            );

    public void Dispose() => System.Terminate().Wait();
}
