using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Fuzzing.Configuration;

/// <summary>
/// How many operations the executor runs at once for a campaign: one for each call that may be in flight, and one for
/// each server of isolation.
/// </summary>
internal static class ExecutorConcurrency
{
    private const string Concurrency = "mcp-fuzzer.executor.max-concurrency";
    private const string Preset = "mcp-fuzzer.executor.preset";
    private const string IsolationServers = "mcp-fuzzer.campaign.isolation.servers";
    private const int DefaultIsolationServers = 4;

    /// <summary>
    /// Returns the configuration with that number, unless the user has set one.
    /// </summary>
    /// <param name="configuration">The user's configuration, without any reference configuration.</param>
    /// <param name="spec">The campaign.</param>
    public static Config For(Config configuration, CampaignSpec spec) =>
        IsChosen(configuration)
            ? configuration
            : ConfigurationFactory
                .ParseString($"{Concurrency} = {Bounded(Calls(spec) + ServersOfIsolation(configuration))}")
                .WithFallback(configuration);

    private static bool IsChosen(Config configuration) =>
        configuration.HasPath(Preset)
        || (configuration.HasPath(Concurrency) && configuration.GetString(Concurrency) != "auto");

    // Operations beyond the executor's bound wait in its queue.
    private static int Bounded(int operations) => Math.Min(operations, ExecutionBounds.MaxConcurrency.Max);

    private static int Calls(CampaignSpec spec) => spec.Servers * spec.Concurrency;

    // The campaign's own settings reject a value that is not a number.
    private static int ServersOfIsolation(Config configuration) =>
        int.TryParse(Layered(configuration).GetString(IsolationServers), out var servers) && servers >= 0
            ? servers
            : DefaultIsolationServers;

    private static Config Layered(Config configuration) =>
        configuration.IsEmpty ? CampaignReference.Config : configuration.WithFallback(CampaignReference.Config);
}
