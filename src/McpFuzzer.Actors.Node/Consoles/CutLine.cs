using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>One line of a live display: a line that wrapped could not be written over, so it is cut short.</summary>
internal sealed class CutLine(IRenderable inner) : IRenderable
{
    private const int Unlimited = 10_000;
    private static readonly Segment Mark = new("…");

    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var line = Segment.SplitLines(inner.Render(options, Unlimited)).FirstOrDefault() ?? [];
        return line.CellCount() <= maxWidth ? line
            : maxWidth < 2 ? [Mark]
            : [.. Segment.SplitLines(line, maxWidth - 1)[0], Mark];
    }
}
