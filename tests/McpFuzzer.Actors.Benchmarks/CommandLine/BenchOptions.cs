using System.Globalization;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.CommandLine;

/// <summary>The options of <c>scenarios</c>.</summary>
/// <param name="Rounds">The number of rounds.</param>
/// <param name="Only">The only scenario; null runs all.</param>
internal sealed record BenchOptions(int Rounds, IScenario? Only)
{
    public const int MostRounds = 100;

    private const int DefaultRounds = 5;

    /// <summary>Reads <c>--rounds=N</c> and <c>--only=NAME</c>, with the value after a blank as well.</summary>
    /// <exception cref="UsageException">One line: what is wrong, and what is allowed.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions(DefaultRounds, null);
        for (var index = 0; index < arguments.Length; index++)
        {
            var (name, value) = arguments[index].Split('=', 2) switch
            {
                [var given, var attached] => (given, attached),
                [var given] when ++index < arguments.Length => (given, arguments[index]),
                [var given] => throw new UsageException($"{given} wants a value"),
                _ => throw new UsageException("no such option"),
            };
            options = name switch
            {
                "--rounds" => options with { Rounds = ParseRounds(value) },
                "--only" => options with { Only = ParseScenario(value) },
                _ => throw new UsageException($"no such option: {name}; there are --rounds and --only"),
            };
        }

        return options;
    }

    private static int ParseRounds(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
        && rounds is >= 1 and <= MostRounds
            ? rounds
            : throw new UsageException($"--rounds {value}: must be a whole number from 1 to {MostRounds}");

    private static IScenario ParseScenario(string value) =>
        AllScenarios.Find(value)
        ?? throw new UsageException(
            $"--only {value}: no such scenario; there are "
                + string.Join(", ", AllScenarios.InOrder.Select(each => each.Name))
        );
}
