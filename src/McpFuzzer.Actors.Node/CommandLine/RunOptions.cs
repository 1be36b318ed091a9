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

    /// <summary>The signal that ends it; null leaves it to the configuration.</summary>
    public int? Signal { get; init; }

    public TimeSpan? Grace { get; init; }

    /// <summary>A timeout that ended it leaves its exit code as it is.</summary>
    public bool PreserveStatus { get; init; }

    public EnvironmentOptions Environment { get; init; } = EnvironmentOptions.Ours;

    /// <summary>Where it starts; null is where we are.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>As whom it runs; null is as we do.</summary>
    public string? User { get; init; }

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

/// <summary>The environment of a command.</summary>
/// <param name="IsClean">Without most of ours.</param>
/// <param name="Kept">What is ours and is kept all the same.</param>
/// <param name="Changes">What is set and, by null, taken away.</param>
internal sealed record EnvironmentOptions(
    bool IsClean,
    IReadOnlyList<string> Kept,
    IReadOnlyDictionary<string, string?> Changes
)
{
    /// <summary>Ours as it is.</summary>
    public static EnvironmentOptions Ours { get; } = new(false, [], new Dictionary<string, string?>());
}
