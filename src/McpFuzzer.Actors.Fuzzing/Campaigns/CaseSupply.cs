using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// Makes the planned cases of a campaign on another thread, when they are due: some schemas take long, and the actor
/// must stay responsive. Used by one actor, with one request at a time.
/// </summary>
internal sealed class CaseSupply
{
    private readonly CampaignSpec _spec;
    private readonly CasePlan _cases;
    private readonly List<McpTool> _joining = [];
    private ToolSelection _selection;

    public CaseSupply(ToolSelection selection, CampaignSpec spec)
    {
        _selection = selection;
        _spec = spec;
        _cases = CasePlan.Of(selection.Chosen, spec.Seed, spec.Runs, [.. spec.Phases]);
    }

    /// <summary>The tools that are called.</summary>
    public IReadOnlyList<McpTool> Tools => _selection.Chosen;

    /// <summary>The tools of the campaign; read while no case is being made.</summary>
    public CampaignTools Selected => new(_selection.Chosen, _selection.Skipped, _cases.NotCovered);

    /// <summary>Adds tools that the server lists now and did not list before.</summary>
    public void Add(IReadOnlyList<McpTool> listed)
    {
        var known = _selection.Chosen.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        if (ToolSelection.Of(listed, _spec, out _) is not { } selection)
        {
            return;
        }

        McpTool[] added = [.. selection.Chosen.Where(tool => !known.Contains(tool.Name))];
        _joining.AddRange(added);
        _selection = new ToolSelection(
            [.. _selection.Chosen, .. added],
            [.. _selection.Skipped.Union(selection.Skipped, StringComparer.Ordinal)]
        );
    }

    /// <summary>Makes the next cases, and sends them to the actor.</summary>
    public void Take(int count, IActorRef actor)
    {
        McpTool[] joining = [.. _joining];
        _joining.Clear();
        _ = Task.Run(() =>
            {
                if (joining.Length > 0)
                {
                    _cases.Add(joining);
                }

                var taken = _cases.Take(count);
                return new Taken(taken, taken.Count < count, _cases.AtMost);
            })
            .PipeTo(actor, actor, failure: failure => new Failed(failure));
    }

    /// <summary>The next cases.</summary>
    internal sealed record Taken(IReadOnlyList<FuzzCase> Cases, bool IsOver, int AtMost)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>The cases could not be made, which is a bug of mcpfuzzer.</summary>
    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
