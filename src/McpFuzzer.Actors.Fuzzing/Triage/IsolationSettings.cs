using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The budget of isolation: <c>mcp-fuzzer.campaign.isolation</c>.</summary>
internal sealed record IsolationSettings
{
    private const string Path = "mcp-fuzzer.campaign.isolation";

    /// <summary>How many servers isolation may run at once.</summary>
    public required int Servers { get; init; }

    /// <summary>The share of a campaign's duration that these servers may take, each counted.</summary>
    public required double Share { get; init; }

    /// <summary>What they may take in any case, so that a short run is not left without proof.</summary>
    public required TimeSpan Least { get; init; }

    /// <summary>How often one category and shape is isolated.</summary>
    public required int PerShape { get; init; }

    /// <summary>How many questions about one tool are isolated.</summary>
    public required int PerTool { get; init; }

    /// <summary>How many calls of one question are tried alone.</summary>
    public required int Suspects { get; init; }

    /// <summary>How long a server is watched after a reply at least.</summary>
    public required TimeSpan Quiet { get; init; }

    /// <summary>Reads the settings of a configuration, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value out of range.</exception>
    public static IsolationSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, CampaignReference.Config, Path);
        return new IsolationSettings
        {
            Servers = section.Value("servers", CampaignBounds.IsolationServers),
            Share = section.Value("share", CampaignBounds.Share),
            Least = section.Value("least", CampaignBounds.Time),
            PerShape = section.Value("per-shape", CampaignBounds.Isolated),
            PerTool = section.Value("per-tool", CampaignBounds.Isolated),
            Suspects = section.Value("suspects", CampaignBounds.Isolated),
            Quiet = section.Value("quiet", CampaignBounds.Time),
        };
    }
}
