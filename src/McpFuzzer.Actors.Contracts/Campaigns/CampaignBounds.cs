using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>The bounds of what a campaign asks for, and of the settings of campaigns.</summary>
public static class CampaignBounds
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Cases per tool and phase; 1 to 100,000.</summary>
    public static WholeBound Runs { get; } = new(1, 100_000);

    /// <summary>Requests in flight at each server; 1 to 1024.</summary>
    public static WholeBound Concurrency { get; } = new(1, 1_024);

    /// <summary>Servers at work side by side; 1 to 256.</summary>
    public static WholeBound Servers { get; } = new(1, 256);

    /// <summary>How often a start that failed is tried again; 0 to 1000.</summary>
    public static WholeBound StartRetries { get; } = new(0, 1_000);

    /// <summary>How many hangs or crashes end the calls of a tool; 1 to 1,000,000.</summary>
    public static WholeBound MaxFaults { get; } = new(1, 1_000_000);

    /// <summary>How many findings end a campaign; 1 to 1,000,000.</summary>
    public static WholeBound MaxFindings { get; } = new(1, 1_000_000);

    /// <summary>How many restarts of the target end a campaign; 1 to 1,000,000.</summary>
    public static WholeBound MaxRestarts { get; } = new(1, 1_000_000);

    /// <summary>How long a reply, a start, a delay or another step of a campaign may take; 1 ms to 1 h.</summary>
    public static DurationBound Time { get; } = new(Shortest, TimeSpan.FromHours(1));

    /// <summary>How long a campaign may take; 1 ms to 40 d.</summary>
    public static DurationBound Duration { get; } = new(Shortest, TimeSpan.FromDays(40));

    /// <summary>How often an empty list of tools is requested again; 0 to 10,000.</summary>
    public static WholeBound EmptyLists { get; } = new(0, 10_000);

    /// <summary>A share of a campaign's duration; 0 to 1.</summary>
    public static NumberBound Share { get; } = new(0, 1);

    /// <summary>Servers of isolation; 3 to 256. Two of them never wait for a lost reply.</summary>
    public static WholeBound IsolationServers { get; } = new(3, 256);

    /// <summary>How many questions, or calls of one question, are isolated; 1 to 1000.</summary>
    public static WholeBound Isolated { get; } = new(1, 1_000);
}
