using System.Globalization;

namespace McpFuzzer.Actors.Benchmarks.Rounds;

/// <summary>The outcome of one contestant's process in one round.</summary>
/// <param name="Figures">The figures by metric key; empty when it failed.</param>
/// <param name="Fault">Why it failed, in one line.</param>
internal sealed record Outcome(IReadOnlyDictionary<string, double> Figures, string? Fault)
{
    public static Outcome Failed(string why) => new(new Dictionary<string, double>(), why);

    public override string ToString() =>
        Fault is null
            ? string.Join(
                "  ",
                Figures.Select(figure =>
                    string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.##}")
                )
            )
            : $"failed: {Fault}";
}
