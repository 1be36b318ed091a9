using McpFuzzer.Actors.Benchmarks.CommandLine;
using McpFuzzer.Actors.Benchmarks.Native;
using McpFuzzer.Actors.Benchmarks.Report;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.Rounds;

/// <summary>
/// Runs all scenarios in several rounds: A B C, A B C, … Each contestant has a new operating-system process each time.
/// It must run at the root of a checkout.
/// </summary>
internal static class ScenarioRun
{
    private const string Folder = "artifacts/bench";
    private const string ReportFile = "docs/performance.md";

    /// <summary>
    /// Returns zero when every contestant was measured and no process was left. The report says whether the aims are
    /// met.
    /// </summary>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (!File.Exists("McpFuzzer.Actors.sln"))
        {
            throw new UsageException("run it from the root of a checkout: dotnet cake --target=Bench");
        }

        Directory.CreateDirectory(Folder);
        var native = NativeProgram.Build(Folder);
        Console.WriteLine(native.Path is null ? $"C is left out: {native.Compiler}" : $"C: {native.Compiler}");
        var leftovers = new Leftovers();
        var process = new ContestantProcess(native, leftovers, Path.GetFullPath(Folder));
        IReadOnlyList<IScenario> scenarios = options.Only is { } only ? [only] : AllScenarios.InOrder;
        var results = new List<ScenarioResult>();
        foreach (var scenario in scenarios)
        {
            results.Add(await RunAsync(scenario, options.Rounds, process));
            Console.WriteLine(ScenarioText.Of(results[^1], native));
        }

        var file = options.Only is null ? ReportFile : $"{Folder}/{options.Only.Name}.md";
        await File.WriteAllTextAsync(file, ReportText.Of(results, options.Rounds, native));
        Console.WriteLine($"report: {file}");
        Console.WriteLine(leftovers.Summary());
        return leftovers.Total == 0 && results.TrueForAll(result => result.Faults.Count == 0) ? 0 : 1;
    }

    private static async Task<ScenarioResult> RunAsync(IScenario scenario, int rounds, ContestantProcess process)
    {
        var result = new ScenarioResult(scenario);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contestant in scenario.Contestants.Where(process.CanRun))
            {
                var outcome = await process.MeasureAsync(scenario, contestant);
                result.Add(contestant, outcome);
                Console.WriteLine($"{scenario.Name} {round}/{rounds}  {contestant.Title, -48} {outcome}");
            }
        }

        return result;
    }
}
