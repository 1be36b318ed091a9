using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>Makes the campaign of the options.</summary>
internal static class FuzzPlan
{
    /// <summary>Returns the campaign that the options ask for.</summary>
    /// <param name="options">The options of the command line.</param>
    /// <param name="seed">The seed of the options, or a random one.</param>
    /// <param name="sampleServer">The command of the sample server, the target when the options name none.</param>
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
