using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Shim until the lazy plan is merged.</summary>
internal sealed class CasePlan
{
    private readonly List<FuzzCase> _cases;
    private readonly long _seed;
    private readonly int _runs;
    private readonly IReadOnlyCollection<string> _phases;
    private int _at;

    private CasePlan(List<FuzzCase> cases, long seed, int runs, IReadOnlyCollection<string> phases) =>
        (_cases, _seed, _runs, _phases) = (cases, seed, runs, phases);

    public int AtMost => _cases.Count;

    public IReadOnlyList<ToolNote> NotCovered { get; } = [];

    public static CasePlan Of(
        IReadOnlyList<McpTool> tools,
        long seed,
        int runs,
        IReadOnlyCollection<string> phases
    ) => new([.. All(tools, seed, runs, phases)], seed, runs, phases);

    public IReadOnlyList<FuzzCase> Take(int count)
    {
        var taken = _cases.Skip(_at).Take(count).ToList();
        _at += taken.Count;
        return taken;
    }

    public void Add(IReadOnlyList<McpTool> tools) => _cases.AddRange(All(tools, _seed, _runs, _phases));

    private static List<FuzzCase> All(
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
