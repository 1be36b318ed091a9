using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Fuzzing.Hosting;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Testing;

/// <summary>A node for one campaign, which logs nothing. Its disposal stops every process.</summary>
internal sealed class LoneNode(LoneRuntime runtime, IActorRef campaigns) : IAsyncDisposable
{
    private const string Name = "mcp-fuzz";

    // The process is the test runner's: its signals, its exit and its output stay as they are.
    private const string Quiet = $"""
        akka.loggers = []
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.exit-clr = off
        {LoneShutdown.Hocon}
        """;

    /// <summary>Starts it, and returns when its actors run.</summary>
    /// <param name="spec">The campaign that it is for.</param>
    /// <param name="hocon">Settings of the caller.</param>
    /// <exception cref="ArgumentException">The settings are not HOCON.</exception>
    /// <exception cref="Client.Configuration.SettingsException">One of them is rejected.</exception>
    public static async Task<LoneNode> StartAsync(CampaignSpec spec, string hocon)
    {
        IActorRef campaigns = ActorRefs.Nobody;
        var runtime = await LoneRuntime.StartAsync(
            Name,
            Complete(Parse(hocon), spec),
            _ => { },
            async (system, actors) =>
                campaigns = await CampaignHostingExtensions.StartAsync(
                    system,
                    actors.Root,
                    actors.Manager,
                    actors.Executor
                )
        );
        return new LoneNode(runtime, campaigns);
    }

    /// <summary>Runs the campaign to its end, which cancellation brings nearer.</summary>
    public async Task<CampaignResult> RunAsync(CampaignSpec spec, CancellationToken cancellation)
    {
        var run = CampaignRun.Start(runtime.System, campaigns, new StartCampaign(Name, spec), _ => { });
        await using var stop = cancellation.UnsafeRegister(_ => run.Stop(), null);
        return await run.Result;
    }

    public ValueTask DisposeAsync() => runtime.DisposeAsync();

    private static Config Parse(string hocon)
    {
        try
        {
            return ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception wrong)
        {
            throw new ArgumentException($"{nameof(McpFuzzOptions.Hocon)}: {wrong.Message}", nameof(hocon), wrong);
        }
    }

    private static Config Complete(Config given, CampaignSpec spec) =>
        ExecutorConcurrency
            .For(given, spec)
            .WithFallback(ConfigurationFactory.ParseString(Quiet))
            .WithFallback(OrderlyShutdown.PhasesFor(given))
            .WithFallback(CampaignReference.Config)
            .WithFallback(RuntimeConfiguration.Reference);
}
