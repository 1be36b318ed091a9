using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Testing;

/// <summary>How a server is fuzzed. A value out of range is rejected by name when the call begins.</summary>
public sealed class McpFuzzOptions
{
    private static readonly CampaignSpec Defaults = new()
    {
        Target = new ProcessSpec { Command = [] },
        Seed = 1,
    };

    /// <summary>Decides every planned case: the same seed sends the same bytes again; 1 by default.</summary>
    public long Seed { get; init; } = Defaults.Seed;

    /// <summary>Cases per tool and phase, 1 to 100,000; 25 by default.</summary>
    public int Runs { get; init; } = Defaults.Runs;

    /// <summary>How long the campaign may take; null, the default, is without bound.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Requests in flight at each server, 1 to 1,024; 4 by default.</summary>
    public int Concurrency { get; init; } = Defaults.Concurrency;

    /// <summary>Servers at work side by side, 1 to 256; 1 by default.</summary>
    public int Servers { get; init; } = Defaults.Servers;

    /// <summary>How long one reply may take, up to 1 h; 5 s by default.</summary>
    public TimeSpan CallTimeout { get; init; } = Defaults.CallTimeout;

    /// <summary>How long a start with its handshake may take, up to 1 h; 30 s by default.</summary>
    public TimeSpan StartTimeout { get; init; } = Defaults.StartTimeout;

    /// <summary>How often one tool may make the server hang before the rest of its cases is left out; 3.</summary>
    public int MaxHangs { get; init; } = Defaults.MaxHangs;

    /// <summary>How many different findings end the campaign; null, the default, is without bound.</summary>
    public int? MaxFindings { get; init; }

    /// <summary>Only these tools; empty, the default, is all.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>
    /// Only these phases (<c>examples</c>, <c>boundary</c>, <c>random</c>); empty, the default, is all.
    /// </summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Whether tools annotated <c>destructiveHint: true</c> are called too; false by default.</summary>
    public bool Destructive { get; init; }

    /// <summary>The directory that the server starts in; null, the default, is the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Changes over the inherited environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the server inherits PATH, HOME, LANG and TMPDIR alone; false by default.</summary>
    public bool CleanEnvironment { get; init; }

    /// <summary>
    /// Names of variables and options whose values are secrets, beside those whose names say so; they are masked in
    /// what is reported.
    /// </summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>
    /// Further settings as HOCON, such as <c>mcp-fuzzer.campaign.oracle.slow-after = 5s</c>; none by default.
    /// </summary>
    public string Hocon { get; init; } = "";

    internal CampaignSpec SpecFor(IReadOnlyList<string> command) =>
        Defaults with
        {
            Target = new ProcessSpec
            {
                Command = command,
                Name = command is [{ Length: > 0 } program, ..] ? Path.GetFileName(program) : Defaults.Target.Name,
                // Absolute, so that a replay finds it from any folder.
                WorkingDirectory = Path.GetFullPath(WorkingDirectory ?? "."),
                Environment = Environment,
                CleanEnvironment = CleanEnvironment,
                Redact = Redact,
            },
            Seed = Seed,
            Runs = Runs,
            Duration = Duration,
            Concurrency = Concurrency,
            Servers = Servers,
            CallTimeout = CallTimeout,
            StartTimeout = StartTimeout,
            MaxHangs = MaxHangs,
            MaxFindings = MaxFindings,
            Tools = Tools,
            Phases = Phases,
            Destructive = Destructive,
        };
}
