using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Counts the outcomes of cases, in all and by tool.</summary>
internal sealed record CaseTally
{
    public ImmutableSortedDictionary<CaseOutcome, int> Outcomes { get; init; } =
        ImmutableSortedDictionary<CaseOutcome, int>.Empty;

    public ImmutableDictionary<string, ToolTally> Tools { get; init; } = ImmutableDictionary<string, ToolTally>.Empty;

    /// <summary>Cases that have their outcome.</summary>
    public int Completed => Outcomes.Values.Sum();

    /// <summary>Cases that were sent and have their outcome.</summary>
    public int Sent => Completed - Outcomes.GetValueOrDefault(CaseOutcome.NotSent);

    public ToolTally Of(string tool) => Tools.GetValueOrDefault(tool) ?? ToolTally.Empty;

    /// <summary>Counts an outcome.</summary>
    public CaseTally Count(FuzzCase completed, CaseOutcome outcome) =>
        this with
        {
            Outcomes = Outcomes.SetItem(outcome, Outcomes.GetValueOrDefault(outcome) + 1),
            Tools = Tools.SetItem(completed.Tool, Of(completed.Tool).Count(completed, outcome)),
        };

    /// <summary>Counts how often a tool crashed or blocked the server.</summary>
    public CaseTally Blame(string tool, string category, int times) =>
        this with
        {
            Tools = Tools.SetItem(
                tool,
                category is Categories.Crash
                    ? Of(tool) with
                    {
                        Crashes = Of(tool).Crashes + times,
                    }
                    : Of(tool) with
                    {
                        Hangs = Of(tool).Hangs + times,
                    }
            ),
        };

    /// <summary>Counts a case that was in flight when the campaign ended.</summary>
    public CaseTally Cut(string tool) =>
        this with
        {
            Tools = Tools.SetItem(tool, Of(tool) with { Cut = Of(tool).Cut + 1 }),
        };

    /// <summary>Keeps a tool's message when it rejects a call that satisfies its schema.</summary>
    public CaseTally Hear(string tool, string refusal) =>
        this with
        {
            Tools = Tools.SetItem(tool, Of(tool) with { Rejection = refusal }),
        };

    /// <summary>Counts a reply that was not read.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="limit">The limit of mcpfuzzer that it exceeds.</param>
    public CaseTally LeaveUnread(string tool, string limit) =>
        this with
        {
            Tools = Tools.SetItem(tool, Of(tool) with { Unread = Of(tool).Unread + 1, Limit = limit }),
        };
}

/// <summary>The outcomes of one tool's cases.</summary>
internal sealed record ToolTally
{
    public static ToolTally Empty { get; } = new();

    /// <summary>Cases that were sent and have their outcome.</summary>
    public int Sent { get; init; }

    /// <summary>Cases that the tool carried out.</summary>
    public int Accepted { get; init; }

    /// <summary>Cases that the tool rejected.</summary>
    public int Rejected { get; init; }

    /// <summary>Rejected cases that satisfy its schema.</summary>
    public int RejectedValid { get; init; }

    /// <summary>Cases that were not sent.</summary>
    public int NotSent { get; init; }

    /// <summary>Cases among them that were in flight at the end of the campaign.</summary>
    public int Cut { get; init; }

    /// <summary>How often it blocked the server.</summary>
    public int Hangs { get; init; }

    /// <summary>How often it crashed the server.</summary>
    public int Crashes { get; init; }

    /// <summary>Its message when it rejected a call that satisfies its schema.</summary>
    public string? Rejection { get; init; }

    /// <summary>Its replies that were not read.</summary>
    public int Unread { get; init; }

    /// <summary>The limit of mcpfuzzer that they exceed.</summary>
    public string? Limit { get; init; }

    public ToolTally Count(FuzzCase completed, CaseOutcome outcome) =>
        outcome switch
        {
            CaseOutcome.NotSent => this with { NotSent = NotSent + 1 },
            CaseOutcome.Succeeded => this with { Sent = Sent + 1, Accepted = Accepted + 1 },
            CaseOutcome.ToolError or CaseOutcome.RpcError => this with
            {
                Sent = Sent + 1,
                Rejected = Rejected + 1,
                RejectedValid = RejectedValid + (completed.Violation is null ? 1 : 0),
            },
            _ => this with { Sent = Sent + 1 },
        };
}
