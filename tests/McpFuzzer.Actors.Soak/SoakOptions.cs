using System.Globalization;

namespace McpFuzzer.Actors.Soak;

/// <summary>The options of the soak.</summary>
/// <param name="Time">Its duration.</param>
/// <param name="Seed">The seed of all random choices.</param>
internal sealed record SoakOptions(TimeSpan Time, int Seed)
{
    private const double LongestMinutes = 24 * 60;

    /// <summary>Reads <c>[--minutes=N] [--seed=N]</c>. Returns the options, or null and a message.</summary>
    internal static (SoakOptions? Options, string? Fault) Read(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(TimeSpan.FromMinutes(10), Random.Shared.Next());
        foreach (var argument in arguments)
        {
            var value = argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (argument.StartsWith("--minutes=", StringComparison.Ordinal))
            {
                if (
                    !double.TryParse(
                        value,
                        NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out var minutes
                    ) || minutes is not (> 0 and <= LongestMinutes)
                )
                {
                    return (null, $"--minutes={value}: must be a number above 0, at most {LongestMinutes}");
                }

                options = options with { Time = TimeSpan.FromMinutes(minutes) };
            }
            else if (argument.StartsWith("--seed=", StringComparison.Ordinal))
            {
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
                {
                    return (null, $"--seed={value}: must be a whole number from 0 to {int.MaxValue}");
                }

                options = options with { Seed = seed };
            }
            else
            {
                return (null, $"{argument}: no such option; known are --minutes=N and --seed=N");
            }
        }

        return (options, null);
    }
}
