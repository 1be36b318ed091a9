using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Every planned case of a campaign. Byte-identical for the same seed and schemas, whatever runs it and in whatever order.</summary>
internal static class CasePlan
{
    /// <summary>
    /// All cases: phase by phase, within a phase index by index, and the tools in turn, so that a campaign that is cut short has called every tool.
    /// </summary>
    /// <param name="tools">The tools.</param>
    /// <param name="seed">Decides every case.</param>
    /// <param name="runs">
    /// Cases per tool and phase. Examples and boundary hold distinct cases and end early when the schema yields no more, but hold at least one; random holds
    /// exactly this many.
    /// </param>
    /// <param name="phases">Some of <see cref="Phases.All" />, in any order; empty is all.</param>
    public static IReadOnlyList<FuzzCase> Of(
        IReadOnlyList<McpTool> tools,
        long seed,
        int runs,
        IReadOnlyCollection<string> phases
    )
    {
        var wanted = Phases.All.Where(phase => phases.Count == 0 || phases.Contains(phase, StringComparer.Ordinal));
        var plan = new List<FuzzCase>();
        foreach (var phase in wanted)
        {
            var perTool = tools.Select(tool => For(tool, phase, seed, runs).ToArray()).ToArray();
            var longest = perTool.Select(cases => cases.Length).DefaultIfEmpty().Max();
            for (var i = 0; i < longest; i++)
            {
                plan.AddRange(perTool.Where(cases => i < cases.Length).Select(cases => cases[i]));
            }
        }

        return plan;
    }

    /// <summary>The cases of one tool and phase, made one at a time.</summary>
    public static IEnumerable<FuzzCase> For(McpTool tool, string phase, long seed, int runs)
    {
        var schema = new ToolSchema(tool);
        var arguments = phase switch
        {
            Phases.Examples => Distinct(ExampleCases.Of(schema, seed, runs)),
            Phases.Boundary => Distinct(BoundaryCases.Of(schema, seed)),
            Phases.Random => RandomCases.Of(schema, seed),
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "no planned phase"),
        };
        return arguments.Take(runs).Select((made, index) => schema.ToCase(phase, index, made));
    }

    private static IEnumerable<JsonValue.Map> Distinct(IEnumerable<JsonValue.Map> arguments) =>
        arguments.DistinctBy(JsonValueWriter.ToText, StringComparer.Ordinal);
}
