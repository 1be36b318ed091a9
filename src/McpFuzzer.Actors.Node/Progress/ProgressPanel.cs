using McpFuzzer.Actors.Node.Consoles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>
/// The live display of a campaign: the bar with its cases, the stage with its times, the findings by severity, and what
/// is being done. Each takes one line, with room for the <c>^C</c> that a terminal echoes.
/// </summary>
internal sealed class ProgressPanel(ProgressView view) : IRenderable
{
    private const int Echo = 2;
    private const int ShortestBar = 4;
    private const int LongestBar = 100;
    private static readonly Style Done = new(Color.Green);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // A line that fills the terminal may make it wrap.
        var width = Math.Max(1, maxWidth - 1 - Echo);
        IRenderable[] lines =
        [
            BarLine(options, width),
            new Text(ProgressText.Figures(view)),
            FindingsLine(),
            new Text(view.Doing ?? " "),
        ];
        return ((IRenderable)new Rows(lines.Select(line => new CutLine(line)))).Render(options, width);
    }

    private IRenderable BarLine(RenderOptions options, int width)
    {
        var cases = ProgressText.CasesBesideBar(view) is { Length: > 0 } counted ? $" {counted}" : "";
        var barWidth = Math.Min(LongestBar, width - cases.Length);
        return barWidth < ShortestBar
            ? new Text(cases.TrimStart())
            : new Grid()
                .AddColumn(new GridColumn { Width = barWidth, Padding = new Padding(0) })
                .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0) })
                .AddRow(Bar(options, barWidth), new Text(cases));
    }

    private IRenderable Bar(RenderOptions options, int width) =>
        new ProgressBarColumn
        {
            Width = width,
            CompletedStyle = Done,
            FinishedStyle = Done,
        }.Render(
            options,
            new ProgressTask(0, "cases", maxValue: 1, autoStart: false) { Value = view.Share },
            TimeSpan.Zero
        );

    private Paragraph FindingsLine()
    {
        if (view.Findings.Count == 0)
        {
            return new Paragraph("no findings");
        }

        var line = new Paragraph("findings: ");
        for (var index = 0; index < view.Findings.Count; index++)
        {
            var count = view.Findings[index];
            line.Append(index == 0 ? "" : ", ").Append(count.ToString(), SeverityStyle.Of(count.Severity));
        }

        return line;
    }
}
