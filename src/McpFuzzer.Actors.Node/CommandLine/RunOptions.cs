using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The options of <c>run</c>, as given. Null leaves the value to the configuration, or is without bound.</summary>
internal sealed record RunOptions
{
    /// <summary>The argument vector of the command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How long it may write nothing; null lets it have our own descriptors, so that nobody can tell.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    public TimeSpan? MaxTime { get; init; }

    public TimeSpan? Grace { get; init; }

    public RestartMode Restart { get; init; } = RestartMode.Never;

    public int? MaxRestarts { get; init; }

    public TimeSpan? RestartDelay { get; init; }

    /// <summary>As the configuration's <c>mcp-fuzzer.process.containment</c> is written.</summary>
    public string? Containment { get; init; }

    public ResourceLimits? Limits { get; init; }

    /// <summary>Where the status goes at the end.</summary>
    public string? Status { get; init; }

    public ConfigurationOptions Configuration { get; init; } = new(null, []);
}
