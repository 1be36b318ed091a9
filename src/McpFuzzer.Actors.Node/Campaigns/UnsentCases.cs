using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>Counts the cases that were left out though the campaign ran to its end: nobody shall take a tool for tested that was given up.</summary>
internal sealed class UnsentCases
{
    private readonly SortedDictionary<string, int> _byTool = new(StringComparer.Ordinal);

    public void Count(CaseCompleted completed)
    {
        if (completed.Outcome is CaseOutcome.NotSent)
        {
            _byTool[completed.Tool] = _byTool.GetValueOrDefault(completed.Tool) + 1;
        }
    }

    /// <summary>One line; null when there is nothing to say, as for a campaign that was ended early.</summary>
    public string? Line(CampaignEnd end) =>
        end is not CampaignEnd.Completed || _byTool.Count == 0
            ? null
            : "given up after too many hangs (--max-hangs) or crashes, cases not sent: "
                + string.Join(", ", _byTool.Select(tool => $"{Printable.Escape(tool.Key)} {tool.Value}"));
}
