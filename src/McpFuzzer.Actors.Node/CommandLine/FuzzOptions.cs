using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The options of <c>fuzz</c>, as given. Null leaves the value to the configuration.</summary>
internal sealed record FuzzOptions
{
    /// <summary>How the server is started; null is the sample server.</summary>
    public IReadOnlyList<string>? Target { get; init; }

    public int? Runs { get; init; }

    public TimeSpan? Duration { get; init; }

    public long? Seed { get; init; }

    public int? Concurrency { get; init; }

    public int? Servers { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? StartTimeout { get; init; }

    public int? StartRetries { get; init; }

    public int? MaxHangs { get; init; }

    public int? MaxFindings { get; init; }

    public IReadOnlyList<string> Tools { get; init; } = [];

    public IReadOnlyList<string> Phases { get; init; } = [];

    public bool Destructive { get; init; }

    public bool CleanEnvironment { get; init; }

    /// <summary>Where the report goes; null is <c>./mcpfuzzer-&lt;UTC&gt;-&lt;seed&gt;</c>.</summary>
    public string? Output { get; init; }

    public bool KeepCases { get; init; }

    /// <summary>The least severity that makes the exit code 1; null is never.</summary>
    public Severity? FailOn { get; init; } = Severity.Medium;

    public ConfigurationOptions Configuration { get; init; } = new(null, []);

    public bool NoProgress { get; init; }

    public bool Json { get; init; }
}

/// <summary>The options of <c>replay</c>.</summary>
/// <param name="File">A findings.json.</param>
/// <param name="FindingId">Which finding; null is every one of them.</param>
/// <param name="Target">How the server is started; null takes the command from the file.</param>
/// <param name="Configuration">Where settings come from.</param>
internal sealed record ReplayOptions(
    string File,
    string? FindingId,
    IReadOnlyList<string>? Target,
    ConfigurationOptions Configuration
);

/// <summary>The options of <c>report</c>.</summary>
/// <param name="Folder">The output folder of a run that was killed.</param>
/// <param name="FailOn">The least severity that makes the exit code 1; null is never.</param>
/// <param name="Json">Prints the result as JSON.</param>
internal sealed record ReportOptions(string Folder, Severity? FailOn, bool Json);

/// <summary>Settings beside the options.</summary>
/// <param name="File">A HOCON file; null is none.</param>
/// <param name="Overrides">Single keys, over the file.</param>
internal sealed record ConfigurationOptions(string? File, IReadOnlyList<KeyValuePair<string, string>> Overrides);
