using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Clusters;

namespace McpFuzzer.Actors.Tests.Clusters.Guards;

/// <summary>A system with the guards of a member, without TLS and in no cluster.</summary>
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
                    .WithFallback(ClusterProfiles.Cluster)
                    .WithFallback(ClusterProfiles.Remoting)
            );

    public void Dispose() => System.Terminate().Wait();
}
