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
    /// Cases per tool and phase. Examples and boundary hold distinct cases and end early when the schema yields no more; random holds exactly this many.
    /// </param>
    /// <param name="phases">Some of <see cref="Phases.All" />, in any order; empty is all.</param>
    public static IReadOnlyList<FuzzCase> Of(
        IReadOnlyList<McpTool> tools,
        long seed,
        int runs,
        IReadOnlyCollection<string> phases
    ) => throw new NotSupportedException("lands next");

    /// <summary>The cases of one tool and phase, made one at a time.</summary>
    public static IEnumerable<FuzzCase> For(McpTool tool, string phase, long seed, int runs) =>
        throw new NotSupportedException("lands next");
}
