using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// A line that scrolls by above a live display. Spectre writes it over the display from its first line on, erases
/// nothing, and then draws the display again below.
/// </summary>
internal sealed class LineAboveLive(IRenderable line) : IRenderable
{
    private const string EraseToEndOfScreen = "\u001b[J";

    public Measurement Measure(RenderOptions options, int maxWidth) => line.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseToEndOfScreen), .. line.Render(options, maxWidth), Segment.LineBreak];
}
