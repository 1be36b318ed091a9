namespace McpFuzzer.Mcp;

/// <summary>Which revisions a server speaks.</summary>
internal enum Era
{
    /// <summary>2025-11-25, with <c>initialize</c>.</summary>
    Initialize,

    /// <summary>2026-07-28, with <c>server/discover</c>.</summary>
    Discover,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>The options of the server.</summary>
/// <remarks>
/// <c>mcp [--era 2025|2026|both] [--tools N] [--with TOOL[:…]]… [--fault FAULT[:…]]… [--serial]
/// [--record DIR]</c>. <see cref="ToolKits" /> and <see cref="Faults" /> define the specs.
/// </remarks>
internal sealed record ServerOptions
{
    public Era Era { get; init; } = Era.Initialize;

    /// <summary>How many plain tools it has, <c>tool0</c> and on.</summary>
    public int Tools { get; init; } = 2;

    /// <summary>Tools of other kinds, listed after the plain ones.</summary>
    public IReadOnlyList<Spec> With { get; init; } = [];

    public IReadOnlyList<Spec> Faults { get; init; } = [];

    /// <summary>Reads nothing while a call is running.</summary>
    public bool Serial { get; init; }

    /// <summary>The folder of its record; null, or an empty name, keeps none.</summary>
    public string? Record { get; init; }

    /// <summary>Reads the arguments of the verb.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value.</exception>
    public static ServerOptions Parse(IEnumerable<string> args)
    {
        var left = new Queue<string>(args);
        var options = new ServerOptions();
        while (left.TryDequeue(out var option))
        {
            options = option == "--serial" ? options with { Serial = true } : options.Set(option, left);
        }

        return options;
    }

    private ServerOptions Set(string option, Queue<string> left)
    {
        var value = left.TryDequeue(out var next) ? next : throw new FormatException($"{option}: a value must follow");
        return option switch
        {
            "--era" => this with { Era = EraOf(value) },
            "--tools" => this with { Tools = int.Parse(value) },
            "--with" => this with { With = [.. With, Spec.Parse(value)] },
            "--fault" => this with { Faults = [.. Faults, Spec.Parse(value)] },
            "--record" => this with { Record = value.Length > 0 ? value : null },
            _ => throw new FormatException($"{option}: no such option"),
        };
    }

    private static Era EraOf(string value) =>
        value switch
        {
            "2025" => Era.Initialize,
            "2026" => Era.Discover,
            "both" => Era.Both,
            _ => throw new FormatException($"--era {value}: must be 2025, 2026 or both"),
        };
}
