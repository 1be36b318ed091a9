using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Clusters.Tls;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Clusters;

/// <summary>
/// Hosts the runtime in a cluster, joins one, or talks to a node from outside, over mutual TLS and with the guards of
/// <c>mcpfuzzer node</c>. HOCON of your own is added to the builder before these methods are called.
/// </summary>
public static class McpFuzzerNodeExtensions
{
    /// <summary>
    /// Hosts the runtime, as <see cref="McpFuzzerHostingExtensions.WithMcpFuzzer(AkkaConfigurationBuilder)" /> does, in
    /// a member of a cluster. When the actors have started, the member joins, or forms a new cluster.
    /// </summary>
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="IdentityException">The certificate is not usable: when the actor system is built.</exception>
    public static AkkaConfigurationBuilder WithMcpFuzzerNode(this AkkaConfigurationBuilder builder) =>
        builder.WithMcpFuzzerNode(new McpFuzzerNodeOptions());

    /// <inheritdoc cref="WithMcpFuzzerNode(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <param name="configure">Sets what differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerNode(
        this AkkaConfigurationBuilder builder,
        Action<McpFuzzerNodeOptions> configure
    ) => builder.WithMcpFuzzerNode(ConfiguredOptions.Of(configure));

    /// <inheritdoc cref="WithMcpFuzzerNode(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <param name="options">What differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerNode(
        this AkkaConfigurationBuilder builder,
        McpFuzzerNodeOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = Settle(builder, options, Config.Empty);
        return builder
            .WithMcpFuzzer(options.Runtime)
            .WithGuardedRemoting(settings, options.Insecure ? null : IdentityOf(settings))
            .WithMembership(settings, startsJoined: false);
    }

    /// <summary>
    /// Joins a cluster as a member that hosts no processes. When the host has started, it is a member, and finds the
    /// runtimes of the others by <see cref="Client.Remote.RemoteRuntime" />.
    /// </summary>
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="IdentityException">The certificate is not usable: when the actor system is built.</exception>
    /// <exception cref="InvalidOperationException">
    /// It could not join: when the host starts, after
    /// <c>akka.cluster.shutdown-after-unsuccessful-join-seed-nodes</c>, 60 s by default.
    /// </exception>
    public static AkkaConfigurationBuilder WithMcpFuzzerClient(this AkkaConfigurationBuilder builder) =>
        builder.WithMcpFuzzerClient(new McpFuzzerClientOptions());

    /// <inheritdoc cref="WithMcpFuzzerClient(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <param name="configure">Sets what differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerClient(
        this AkkaConfigurationBuilder builder,
        Action<McpFuzzerClientOptions> configure
    ) => builder.WithMcpFuzzerClient(ConfiguredOptions.Of(configure));

    /// <inheritdoc cref="WithMcpFuzzerClient(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system. All members of a cluster have the same system name.</param>
    /// <param name="options">What differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerClient(
        this AkkaConfigurationBuilder builder,
        McpFuzzerClientOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = Settle(builder, options, ClusterProfiles.Client);
        return builder
            .WithMcpFuzzerWire(options.Codecs)
            .WithGuardedRemoting(settings, options.Insecure ? null : IdentityOf(settings))
            .WithMembership(settings, startsJoined: true);
    }

    /// <summary>
    /// Gives a system remoting over mutual TLS, so that it can talk to a node without joining its cluster: see
    /// <see cref="Client.Remote.RemoteRuntime.ResolveAsync(ActorSystem, Address, TimeSpan)" />.
    /// </summary>
    /// <param name="builder">The system.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="IdentityException">The certificate is not usable: when the actor system is built.</exception>
    public static AkkaConfigurationBuilder WithMcpFuzzerTls(this AkkaConfigurationBuilder builder) =>
        builder.WithMcpFuzzerTls(new McpFuzzerTlsOptions());

    /// <inheritdoc cref="WithMcpFuzzerTls(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system.</param>
    /// <param name="configure">Sets what differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerTls(
        this AkkaConfigurationBuilder builder,
        Action<McpFuzzerTlsOptions> configure
    ) => builder.WithMcpFuzzerTls(ConfiguredOptions.Of(configure));

    /// <inheritdoc cref="WithMcpFuzzerTls(AkkaConfigurationBuilder)" />
    /// <param name="builder">The system.</param>
    /// <param name="options">What differs from the HOCON.</param>
    public static AkkaConfigurationBuilder WithMcpFuzzerTls(
        this AkkaConfigurationBuilder builder,
        McpFuzzerTlsOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = Settle(builder, options, ClusterProfiles.Client);
        return builder.WithMcpFuzzerWire(options.Codecs).WithGuardedRemoting(settings, IdentityOf(settings));
    }

    /// <summary>Puts the options above the HOCON that the builder has, and the profile below it.</summary>
    private static MemberSettings Settle(
        AkkaConfigurationBuilder builder,
        McpFuzzerRemotingOptions options,
        Config profile
    )
    {
        var given = RuntimeConfiguration.HoconOf(options.Given());
        if (!given.IsEmpty)
        {
            builder.AddHocon(given, HoconAddMode.Prepend);
        }

        if (!profile.IsEmpty)
        {
            builder.AddHocon(profile, HoconAddMode.Append);
        }

        return MemberSettings.Read(builder.Configuration.GetOrElse(Config.Empty));
    }

    private static NodeIdentity IdentityOf(MemberSettings settings) =>
        settings.Tls.Certificate is null
            ? OwnIdentity.Open(settings.StateFolder, TimeProvider.System)
            : GivenIdentity.Open(settings.Tls, TimeProvider.System);
}
