using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The planned cases of a campaign, each made when it is taken: phase by phase, in a phase index by index, and the
/// tools in turn, so that a campaign that is cut short has called every tool. The cases are byte-identical for the same
/// seed and schemas on every runtime, for any number taken at a time. Not thread-safe.
/// </summary>
internal sealed class CasePlan
{
    private readonly long _seed;
    private readonly int _runs;
    private readonly string[] _phases;
    private readonly PatternBook _patterns = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Queue<(PlannedTool[] Tools, string Phase)> _rounds = new();
    private readonly List<ToolNote> _notCovered = [];
    private Queue<ToolCases> _turn = new();
    private long _atMost;

    private CasePlan(long seed, int runs, IReadOnlyCollection<string> phases)
    {
        _seed = seed;
        _runs = runs;
        _phases = [.. Phases.All.Where(phase => phases.Count == 0 || phases.Contains(phase, StringComparer.Ordinal))];
    }

    /// <summary>The upper bound of cases in all, including those already taken. Exact at the end.</summary>
    public int AtMost => (int)Math.Min(_atMost, int.MaxValue);

    /// <summary>
    /// The tools whose first boundary values did not fit into the runs. Grows as tools complete their boundary phase.
    /// </summary>
    public IReadOnlyList<ToolNote> NotCovered => _notCovered;

    /// <summary>Creates a plan.</summary>
    /// <param name="tools">The tools. A schema is read when the first case of its tool is due.</param>
    /// <param name="seed">The seed, which decides every case.</param>
    /// <param name="runs">Cases per tool and phase. Examples and boundary hold distinct cases: at least one, and fewer
    /// when the schema yields no more. Random holds exactly this many.</param>
    /// <param name="phases">Some of <see cref="Phases.All" />, in any order; empty means all.</param>
    public static CasePlan Of(IReadOnlyList<McpTool> tools, long seed, int runs, IReadOnlyCollection<string> phases)
    {
        var plan = new CasePlan(seed, runs, phases);
        plan.Append(tools);
        return plan;
    }

    /// <summary>The cases of one tool and phase, made one at a time.</summary>
    public static IEnumerable<FuzzCase> For(McpTool tool, string phase, long seed, int runs)
    {
        var cases = new ToolCases(new PlannedTool(tool, new PatternBook()), phase, seed, runs);
        while (cases.Next() is { } next)
        {
            yield return next;
        }
    }

    /// <summary>
    /// Adds tools that the server offers now. Their cases follow those of the earlier tools. Known names are ignored.
    /// </summary>
    public void Add(IReadOnlyList<McpTool> tools) =>
        Append([.. tools.Where(tool => !_names.Contains(tool.Name)).DistinctBy(tool => tool.Name)]);

    /// <summary>Returns the next cases in order; fewer at the end of the plan.</summary>
    public IReadOnlyList<FuzzCase> Take(int count)
    {
        var taken = new List<FuzzCase>();
        while (taken.Count < count && Next() is { } next)
        {
            taken.Add(next);
        }

        return taken;
    }

    private void Append(IReadOnlyList<McpTool> tools)
    {
        _names.UnionWith(tools.Select(tool => tool.Name));
        PlannedTool[] planned = [.. tools.Select(tool => new PlannedTool(tool, _patterns))];
        foreach (var phase in _phases)
        {
            _rounds.Enqueue((planned, phase));
            _atMost += (long)planned.Length * Math.Max(_runs, 0);
        }
    }

    private FuzzCase? Next()
    {
        while (true)
        {
            if (_turn.TryDequeue(out var cases))
            {
                if (cases.Next() is { } next)
                {
                    PutBack(cases);
                    return next;
                }

                _atMost -= _runs - cases.Count;
            }
            else if (_rounds.TryDequeue(out var round))
            {
                _turn = new Queue<ToolCases>(
                    round.Tools.Select(tool => new ToolCases(tool, round.Phase, _seed, _runs))
                );
            }
            else
            {
                return null;
            }
        }
    }

    private void PutBack(ToolCases cases)
    {
        if (cases.Count < _runs)
        {
            _turn.Enqueue(cases);
        }
        else if (cases.NotCovered is { } note)
        {
            _notCovered.Add(note);
        }
    }
}
