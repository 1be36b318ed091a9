using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Fuzzing.Hosting;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>One node, as long as a verb needs it. Its disposal stops every process in order.</summary>
/// <param name="system">Its actors.</param>
/// <param name="manager">Starts processes.</param>
/// <param name="stopAsync">Shuts the system down.</param>
internal sealed class RunningNode(ActorSystem system, IActorRef manager, Func<Task> stopAsync) : IAsyncDisposable
{
    private const string Alone = "mcpfuzzer";

    public ActorSystem System => system;

    public IActorRef Manager => manager;

    /// <summary>The actor of campaigns; no actor without them.</summary>
    public IActorRef Campaigns { get; private init; } = ActorRefs.Nobody;

    /// <summary>Starts a node alone, with campaigns. Returns when its actors have started.</summary>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is rejected.</exception>
    public static Task<RunningNode> StartAsync(Config configuration, NodeSettings settings, NodeConsole console) =>
        StartAsync(configuration, settings, console.WriteErrorLine, withCampaigns: true);

    /// <summary>Starts a node alone, without campaigns. Returns when its actors have started.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="settings">The node's own.</param>
    /// <param name="writeLine">Takes the log.</param>
    /// <exception cref="McpFuzzer.Actors.Client.Configuration.SettingsException">A value is rejected.</exception>
    public static Task<RunningNode> StartAsync(Config configuration, NodeSettings settings, Action<string> writeLine) =>
        StartAsync(configuration, settings, writeLine, withCampaigns: false);

    public ValueTask DisposeAsync() => new(stopAsync());

    private static async Task<RunningNode> StartAsync(
        Config configuration,
        NodeSettings settings,
        Action<string> writeLine,
        bool withCampaigns
    )
    {
        var log = new ConsoleLog(writeLine);
        IActorRef campaigns = ActorRefs.Nobody;
        var runtime = await LoneRuntime.StartAsync(
            Alone,
            Complete(configuration, settings, withCampaigns),
            system => ConsoleLogger.AddTo(system, log),
            async (system, actors) =>
            {
                if (withCampaigns)
                {
                    campaigns = await CampaignHostingExtensions.StartAsync(
                        system,
                        actors.Root,
                        actors.Manager,
                        actors.Executor
                    );
                }
            }
        );
        log.Open();
        return new RunningNode(runtime.System, runtime.Actors.Manager, () => runtime.DisposeAsync().AsTask())
        {
            Campaigns = campaigns,
        };
    }

    private static Config Complete(Config configuration, NodeSettings settings, bool withCampaigns) =>
        Configuration.Settings.Layered([
            ConfigurationFactory.ParseString(
                $"""
                akka.loglevel = {settings.AkkaLogLevel}
                akka.loggers = []
                {LoneShutdown.Hocon}
                """
            ),
            configuration,
            withCampaigns ? CampaignReference.Config : Config.Empty,
            OrderlyShutdown.PhasesFor(configuration),
            RuntimeConfiguration.Reference,
        ]);
}
