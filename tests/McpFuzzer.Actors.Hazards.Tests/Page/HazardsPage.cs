using System.Text;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Page;

/// <summary>docs/hazards.md: the same text as long as nothing has changed.</summary>
internal static class HazardsPage
{
    private const string Head = """
        # Hazards

        What processes under test really do, and how this system reacts, observed on real processes. This system
        runs at each containment level. `System.Diagnostics.Process` and CliWrap 3.10.5 run beside it, used as
        their documentation shows first. Written by `dotnet cake --target=Hazards`. The numbers are those of the
        trait `Hazard` on the tests of `tests/McpFuzzer.Actors.Hazards.Tests`.

        Levels: **c** control group, **s** session, **g** process group, **p** the portable host, which promises
        only the leader. Where a cell says *as it should* for a level, the tests of that row assert the right
        outcome there. – means that nothing was compared.

        | # | situation | right outcome | this system | System.Diagnostics.Process | CliWrap |
        |---|---|---|---|---|---|

        """;

    private static readonly (NodeLevel Level, string Letter)[] Letters =
    [
        (NodeLevel.Cgroup, "c"),
        (NodeLevel.Session, "s"),
        (NodeLevel.Group, "g"),
        (NodeLevel.Portable, "p"),
    ];

    internal static IEnumerable<NodeLevel> Levels => Letters.Select(letter => letter.Level);

    internal static string Render(IEnumerable<string> lines) =>
        Head.ReplaceLineEndings("\n") + string.Concat(lines.Select(line => line + "\n"));

    internal static string Line(PageRow row, string own, string process, string cliWrap) =>
        $"| {row.Number} | {row.Situation} | {row.Right} | {own} | {process} | {cliWrap} |";

    /// <summary>Groups the levels with the same outcome.</summary>
    internal static string Own(IEnumerable<(NodeLevel Level, string Outcome)> outcomes)
    {
        var text = new StringBuilder();
        foreach (var same in outcomes.GroupBy(outcome => outcome.Outcome))
        {
            text.Append(text.Length > 0 ? "<br>" : "")
                .Append("**")
                .AppendJoin(' ', same.Select(outcome => Letters.First(letter => letter.Level == outcome.Level).Letter))
                .Append("** ")
                .Append(same.Key);
        }

        return text.ToString();
    }
}
