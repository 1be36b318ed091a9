using System.Text.Json;
using McpFuzzer.Actors.Benchmarks.Scenarios;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>The process of a peer: it measures one scenario once, and prints its figures as a line of JSON.</summary>
internal static class PeerProcess
{
    public const string Verb = "peer";

    /// <summary>The file where this system's peer writes the id of its life.</summary>
    public const string StateVariable = "MCPFUZZER_BENCH_STATE";

    /// <summary>The variable with the path of the C program.</summary>
    public const string NativeVariable = "MCPFUZZER_BENCH_NATIVE";

    /// <summary>
    /// Returns the arguments that the runner passes to this program: <c>peer NAME SCENARIO VARIANT</c>.
    /// </summary>
    public static IReadOnlyList<string> Arguments(string peer, string scenario, string variant) =>
        [Verb, peer, scenario, variant];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length != 3 || AllScenarios.Find(arguments[1]) is not { } scenario)
        {
            await Console.Error.WriteLineAsync($"usage: {Verb} NAME SCENARIO VARIANT");
            return 2;
        }

        var figures = await scenario.MeasureAsync(arguments[0], arguments[2]);
        Console.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    }
}
