using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The bounds of campaigns: <c>mcp-fuzzer.campaign</c>.</summary>
internal sealed record CampaignSettings
{
    private const string Path = "mcp-fuzzer.campaign";

    /// <summary>A tool is given up after so many crashes.</summary>
    public required int MaxCrashes { get; init; }

    /// <summary>The limit of restarts of a target.</summary>
    public required int MaxRestarts { get; init; }

    /// <summary>The least number of further attempts to start a target that has worked.</summary>
    public required int RestartRetries { get; init; }

    /// <summary>The delay after a failed start. It doubles with each further failure.</summary>
    public required TimeSpan RestartDelay { get; init; }

    /// <summary>The cap of that delay.</summary>
    public required TimeSpan MaxRestartDelay { get; init; }

    /// <summary>
    /// How long the last replies of a dead target, and the exit of one that closed its stdout, may take.
    /// </summary>
    public required TimeSpan LastWords { get; init; }

    /// <summary>How often an empty list of tools is requested again.</summary>
    public required int EmptyLists { get; init; }

    /// <summary>The delay before an empty list of tools is requested again.</summary>
    public required TimeSpan EmptyListDelay { get; init; }

    /// <summary>The share of the campaign's duration that questions get which are open at its end.</summary>
    public required double GraceShare { get; init; }

    /// <summary>The cap of that time.</summary>
    public required TimeSpan LongestGrace { get; init; }

    /// <summary>How often progress is published.</summary>
    public required TimeSpan ProgressInterval { get; init; }

    /// <summary>The bounds of isolation.</summary>
    public required IsolationSettings Isolation { get; init; }

    /// <summary>The thresholds of the oracle.</summary>
    public required OracleThresholds Thresholds { get; init; }

    /// <summary>Reads the settings of a configuration, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value out of range.</exception>
    public static CampaignSettings Read(Config configuration)
    {
        var section = SettingsReader.Open(configuration, CampaignReference.Config, Path);
        return new CampaignSettings
        {
            MaxCrashes = section.Value("max-crashes", CampaignBounds.MaxFaults),
            MaxRestarts = section.Value("max-restarts", CampaignBounds.MaxRestarts),
            RestartRetries = section.Value("restart-retries", CampaignBounds.StartRetries),
            RestartDelay = section.Value("restart-delay", CampaignBounds.Time),
            MaxRestartDelay = section.Value("max-restart-delay", CampaignBounds.Time),
            LastWords = section.Value("last-words", CampaignBounds.Time),
            EmptyLists = section.Value("empty-lists", CampaignBounds.EmptyLists),
            EmptyListDelay = section.Value("empty-list-delay", CampaignBounds.Time),
            GraceShare = section.Value("grace-share", CampaignBounds.Share),
            LongestGrace = section.Value("longest-grace", CampaignBounds.Time),
            ProgressInterval = section.Value("progress-interval", CampaignBounds.Time),
            Isolation = IsolationSettings.Read(configuration),
            Thresholds = OracleThresholds.Read(configuration),
        };
    }
}
