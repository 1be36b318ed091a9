using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote.Hosting;
using McpFuzzer.Actors.Node.Clusters.Tls;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>Makes an actor system a member of a cluster, over mutual TLS or in the plain.</summary>
internal static class ClusterHosting
{
    /// <summary>Of every member.</summary>
    public const string SystemName = "mcp-fuzzer";

    /// <summary>Gives the system remoting and clustering; it joins nobody yet.</summary>
    /// <param name="akka">The system, with the profile <c>cluster.conf</c> in its configuration.</param>
    /// <param name="settings">Where it listens, and what it is.</param>
    /// <param name="identity">Null is plain remoting.</param>
    public static AkkaConfigurationBuilder WithCluster(
        this AkkaConfigurationBuilder akka,
        ClusterSettings settings,
        NodeIdentity? identity
    ) =>
        akka.WithRemoting(Remoting(settings, identity))
            .WithClustering(
                new ClusterOptions
                {
                    Roles = [.. settings.Roles],
                    SplitBrainResolver = new KeepOldestOption { DownIfAlone = true },
                }
            );

    private static RemoteOptions Remoting(ClusterSettings settings, NodeIdentity? identity)
    {
        var options = new RemoteOptions { HostName = settings.Hostname, Port = settings.Port };
        if (identity is not null)
        {
            options.EnableSsl = true;
            options.Ssl = new SslOptions
            {
                X509Certificate = identity.Certificate,
                RequireMutualAuthentication = true,
                ValidateCertificateHostname = false,
                SuppressValidation = false,
                CustomValidator = (peer, _, address, _, log) =>
                {
                    var why = identity.Distrust(peer);
                    if (why is not null)
                    {
                        log.Warning("Refused {Peer}: {Why}", address, why);
                    }

                    return why is null;
                },
            };
        }

        return options;
    }
}
