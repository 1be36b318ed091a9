using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote.Hosting;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters.Tls;

namespace McpFuzzer.Actors.Clusters;

/// <summary>Adds remoting and membership to an actor system.</summary>
internal static class ClusterHosting
{
    /// <summary>Adds remoting with its guards.</summary>
    /// <param name="akka">The system.</param>
    /// <param name="settings">Where it listens.</param>
    /// <param name="identity">Null means plain remoting.</param>
    public static AkkaConfigurationBuilder WithGuardedRemoting(
        this AkkaConfigurationBuilder akka,
        MemberSettings settings,
        NodeIdentity? identity
    ) => akka.AddHocon(ClusterProfiles.Remoting, HoconAddMode.Append).WithRemoting(RemotingOf(settings, identity));

    /// <summary>Adds clustering. The system joins when its actors have started.</summary>
    /// <param name="akka">The system.</param>
    /// <param name="settings">Which members it joins.</param>
    /// <param name="startsJoined">Whether its start ends only when it is a member.</param>
    public static AkkaConfigurationBuilder WithMembership(
        this AkkaConfigurationBuilder akka,
        MemberSettings settings,
        bool startsJoined
    ) =>
        akka.AddHocon(ClusterProfiles.Cluster, HoconAddMode.Append)
            .WithClustering(
                // cluster.conf says what happens after a partition.
                new ClusterOptions { Roles = [.. settings.Roles] }
            )
            .AddStartup(
                async (system, _) =>
                {
                    await JoinAsync(system, settings);
                    if (startsJoined)
                    {
                        await BecomeMemberAsync(system, settings);
                    }
                }
            );

    private static async Task JoinAsync(ActorSystem system, MemberSettings settings)
    {
        if (await JoinAddresses.FindUnresolvedAsync(settings.Join) is var (member, why))
        {
            throw new SettingsException("mcp-fuzzer.node.join", $"{member}", why);
        }

        var cluster = Akka.Cluster.Cluster.Get(system);
        if (settings.Join.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
        }
        else
        {
            cluster.JoinSeedNodes(settings.Join.Select(seed => seed.AddressLike(cluster.SelfAddress)));
        }
    }

    private static async Task BecomeMemberAsync(ActorSystem system, MemberSettings settings)
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ((ExtendedActorSystem)system).SystemActorOf(MembershipWatch.Props(joined), "mcp-fuzzer-membership");
        if (await Task.WhenAny(joined.Task, system.WhenTerminated) != joined.Task)
        {
            throw new InvalidOperationException($"could not join {string.Join(", ", settings.Join)}");
        }
    }

    private static RemoteOptions RemotingOf(MemberSettings settings, NodeIdentity? identity)
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
                    var why = identity.WhyNotTrusted(peer);
                    if (why is not null)
                    {
                        log.Warning("Rejected the certificate of {Peer}: {Why}", address, why);
                    }

                    return why is null;
                },
            };
        }

        return options;
    }
}
