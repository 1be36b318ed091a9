using Akka.Actor;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Hosting;

/// <summary>Adds fuzzing campaigns to a node of Akka.Hosting that has the runtime.</summary>
public static class CampaignHostingExtensions
{
    private const string Name = "campaigns";

    private static readonly TimeSpan SpawnTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Starts the CampaignsActor under <c>/user/mcp-fuzzer</c> and registers it as <see cref="CampaignsKey" />. Stands
    /// after <c>WithMcpFuzzer</c>. The bounds of campaigns are those of the HOCON section <c>mcp-fuzzer.campaign</c>,
    /// checked when the actor system starts.
    /// </summary>
    /// <param name="builder">The node.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="Client.Configuration.SettingsException">When the system starts: a key is unknown, or a value
    /// out of its range.</exception>
    public static AkkaConfigurationBuilder WithCampaigns(this AkkaConfigurationBuilder builder) =>
        builder
            .AddHocon(CampaignReference.Config, HoconAddMode.Append)
            .WithActors(
                async (system, registry) =>
                    registry.Register<CampaignsKey>(
                        await StartAsync(
                            system,
                            registry.Get<RuntimeKey>(),
                            registry.Get<ManagerKey>(),
                            registry.Get<ExecutorKey>()
                        )
                    )
            );

    /// <summary>
    /// Starts the CampaignsActor beside a runtime, in a system whose configuration falls back on <see
    /// cref="CampaignReference" />.
    /// </summary>
    /// <exception cref="Client.Configuration.SettingsException">A value is rejected.</exception>
    internal static async Task<IActorRef> StartAsync(
        ActorSystem system,
        IActorRef runtime,
        IActorRef manager,
        IActorRef executor
    )
    {
        var settings = CampaignSettings.Read(system.Settings.Config);
        var services = new TargetServices(new McpConnector(manager, TimeProvider.System), executor, manager);
        var props = CampaignsActor.Props(settings, services, TimeProvider.System);
        return (await runtime.Ask<ChildSpawned>(new SpawnChild(props, Name), SpawnTimeout)).Child;
    }
}
