using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The cases of one tool in one phase, each made on demand and not kept.</summary>
internal sealed class ToolCases(PlannedTool tool, string phase, long seed, int runs)
{
    private readonly HashSet<UInt128>? _given = phase == Phases.Random ? null : [];
    private IEnumerator<MadeArguments>? _made;

    /// <summary>The number of cases so far.</summary>
    public int Count { get; private set; }

    /// <summary>What the boundary phase left out because of the limit of runs; set with the last case.</summary>
    public ToolNote? NotCovered { get; private set; }

    /// <summary>Returns the next case; null at the end.</summary>
    public FuzzCase? Next()
    {
        if (Count >= runs)
        {
            return null;
        }

        _made ??= Arguments().GetEnumerator();
        if (!MoveToNew(out var written))
        {
            return null;
        }

        var made = tool.Schema.ToCase(phase, Count, _made.Current, written);
        Count++;
        if (Count == runs && _made.Current.IsFirst)
        {
            CountLeftOut();
        }

        return made;
    }

    private IEnumerable<MadeArguments> Arguments() =>
        phase switch
        {
            Phases.Examples => ExampleCases.Of(tool.Schema, seed, runs),
            Phases.Boundary => BoundaryCases.Of(tool.Schema, seed),
            Phases.Random => RandomCases.Of(tool.Schema, seed),
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "not a planned phase"),
        };

    private bool MoveToNew(out WrittenJson written)
    {
        while (_made!.MoveNext())
        {
            written = JsonValueWriter.Write(_made.Current.Arguments);
            if (_given is null || _given.Add(written.Digest()))
            {
                return true;
            }
        }

        written = default;
        return false;
    }

    private void CountLeftOut()
    {
        var leftOut = 0;
        while (MoveToNew(out _) && _made!.Current.IsFirst)
        {
            leftOut++;
        }

        if (leftOut > 0)
        {
            var needed = runs + leftOut;
            NotCovered = new ToolNote(
                tool.Name,
                ToolShortfall.NotCovered,
                needed,
                $"{leftOut} of {needed} first boundary values did not fit into --runs {runs}"
            );
        }
    }
}
