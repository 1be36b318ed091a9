using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Progress;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>The table at the end of a campaign, a row for each finding.</summary>
internal static class FindingsTable
{
    // Less room than this for the tool and the title makes a column of single words.
    private const int LeastForText = 24;

    /// <summary>Returns the table, which fits the layout.</summary>
    public static Table Of(IReadOnlyList<FindingRow> rows, TextLayout layout)
    {
        var table = new Table { Border = layout.IsTerminal ? TableBorder.Minimalist : TableBorder.None };
        return layout.Width - Fixed(rows) < LeastForText ? Folded(table, rows) : Whole(table, rows);
    }

    private static Table Whole(Table table, IReadOnlyList<FindingRow> rows)
    {
        table.AddColumns(Fit("severity"), Fit("category"), Wrapped("tool"));
        table.AddColumns(Fit("count").RightAligned(), Wrapped("title"), Fit("id"));
        foreach (var row in rows)
        {
            table.AddRow(
                SeverityOf(row),
                new Text(row.Category),
                new Text(row.Tool),
                new Text(row.Count),
                new Text(row.Title),
                new Text(row.Id)
            );
        }

        return table;
    }

    // On a narrow terminal the texts stand below each other in one column.
    private static Table Folded(Table table, IReadOnlyList<FindingRow> rows)
    {
        table.AddColumns(Fit("severity"), Fit("count").RightAligned(), Wrapped("finding"));
        foreach (var row in rows)
        {
            table.AddRow(
                SeverityOf(row),
                new Text(row.Count),
                new Text($"{row.Category} {row.Tool}\n{row.Title}\n{row.Id}")
            );
        }

        return table;
    }

    private static int Fixed(IReadOnlyList<FindingRow> rows)
    {
        const int Columns = 6;
        return Columns + "severity".Length + "count".Length + Widest(row => row.Category) + Widest(row => row.Id);

        int Widest(Func<FindingRow, string> column) => rows.Max(row => column(row).Length);
    }

    private static Text SeverityOf(FindingRow row) => new(row.SeverityName, SeverityStyle.Of(row.Severity));

    private static TableColumn Fit(string header) => new(new Text(header)) { NoWrap = true };

    private static TableColumn Wrapped(string header) => new(new Text(header));
}
