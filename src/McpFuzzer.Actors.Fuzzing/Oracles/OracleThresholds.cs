using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Configuration;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Where the oracle draws its lines: <c>mcp-fuzzer.campaign.oracle</c>.</summary>
internal sealed record OracleThresholds
{
    private const string Path = "mcp-fuzzer.campaign.oracle";

    /// <summary>A reply to a call that ran alone is slow when it takes longer.</summary>
    public required TimeSpan SlowAfter { get; init; }

    /// <summary>A reply to a rerun of one call is lost when it takes longer.</summary>
    public required TimeSpan LostAfter { get; init; }

    /// <summary>A server is stuck when it does not answer a ping in this time.</summary>
    public required TimeSpan StuckAfter { get; init; }

    /// <summary>The thresholds as the summary shows them, by key.</summary>
    public IReadOnlyDictionary<string, string> Shown =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["lost-after"] = Durations.Show(LostAfter),
            ["slow-after"] = Durations.Show(SlowAfter),
            ["stuck-after"] = Durations.Show(StuckAfter),
        };

    /// <summary>Reads the thresholds of a configuration, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value out of range.</exception>
    public static OracleThresholds Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, CampaignReference.Config, Path);
        return new OracleThresholds
        {
            SlowAfter = section.Value("slow-after", CampaignBounds.Time),
            LostAfter = section.Value("lost-after", CampaignBounds.Time),
            StuckAfter = section.Value("stuck-after", CampaignBounds.Time),
        };
    }
}
