using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Selects the tools that a campaign calls.</summary>
/// <param name="Chosen">Tools to call, in the server's order.</param>
/// <param name="Skipped">Tools that it skips because they are annotated destructive.</param>
internal sealed record ToolSelection(IReadOnlyList<McpTool> Chosen, IReadOnlyList<string> Skipped)
{
    /// <summary>Applies a campaign's filter.</summary>
    /// <param name="tools">The server's tools. Of several with one name, only the first counts, since a call cannot
    /// reach another.</param>
    /// <param name="spec">The campaign.</param>
    /// <param name="refusal">The reason in one line when there is nothing to call.</param>
    /// <returns>Null when there is nothing to call.</returns>
    public static ToolSelection? Of(IReadOnlyList<McpTool> tools, CampaignSpec spec, out string refusal)
    {
        var known = tools.DistinctBy(tool => tool.Name, StringComparer.Ordinal).ToList();
        var unknown = spec.Tools.FirstOrDefault(name => !known.Exists(tool => tool.Name == name));
        var wanted = known.Where(tool => spec.Tools.Count == 0 || spec.Tools.Contains(tool.Name)).ToList();
        var chosen = wanted.Where(tool => spec.Destructive || !tool.Destructive).ToList();
        var skipped = wanted.Except(chosen).Select(tool => tool.Name).ToList();
        refusal = (known, unknown, chosen) switch
        {
            ({ Count: 0 }, _, _) => "the server has no tools",
            (_, { } name, _) => $"no tool '{NameList.Shown(name)}' (--tool); the server has {List(known)}",
            (_, _, { Count: 0 }) =>
                "every tool is annotated destructive, as some frameworks do unless told otherwise, and was left out; "
                    + "point the server at a scratch folder and call them with --destructive: "
                    + List(wanted),
            _ => "",
        };
        return refusal.Length == 0 ? new ToolSelection(chosen, skipped) : null;
    }

    private static string List(IEnumerable<McpTool> tools) => NameList.Of([.. tools.Select(tool => tool.Name)]);
}
