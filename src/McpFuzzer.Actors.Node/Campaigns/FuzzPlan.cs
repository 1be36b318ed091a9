using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>What the options come to.</summary>
internal static class FuzzPlan
{
    /// <summary>The campaign that the options ask for.</summary>
    /// <param name="options">As given.</param>
    /// <param name="seed">The given one, or one drawn.</param>
    /// <param name="sampleServer">The target where none is given.</param>
    public static CampaignSpec Spec(FuzzOptions options, long seed, IReadOnlyList<string> sampleServer)
    {
        var target = new ProcessSpec
        {
            Command = options.Target ?? sampleServer,
            Name = options.Target is null ? "sample-server" : Path.GetFileName(options.Target[0]),
            CleanEnvironment = options.CleanEnvironment,
        };
        var defaults = new CampaignSpec { Target = target, Seed = seed };
        return defaults with
        {
            Runs = options.Runs ?? defaults.Runs,
            Duration = options.Duration ?? defaults.Duration,
            Concurrency = options.Concurrency ?? defaults.Concurrency,
            Servers = options.Servers ?? defaults.Servers,
            CallTimeout = options.Timeout ?? defaults.CallTimeout,
            StartTimeout = options.StartTimeout ?? defaults.StartTimeout,
            StartRetries = options.StartRetries ?? defaults.StartRetries,
            MaxHangs = options.MaxHangs ?? defaults.MaxHangs,
            MaxFindings = options.MaxFindings ?? defaults.MaxFindings,
            Tools = options.Tools,
            Phases = options.Phases,
            Destructive = options.Destructive,
            KeepCases = options.KeepCases,
        };
    }
}
