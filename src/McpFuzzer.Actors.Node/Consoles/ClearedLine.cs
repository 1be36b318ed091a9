using Spectre.Console;
using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>A line of text that takes the live line's place: Spectre puts the cursor at the live line's start and writes over it, without erasing what is longer.</summary>
internal sealed class ClearedLine(string text, Style style) : IRenderable
{
    private const string EraseToEndOfLine = "\u001b[K";

    private readonly IRenderable _text = new Text(text, style);

    public Measurement Measure(RenderOptions options, int maxWidth) => _text.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseToEndOfLine), .. _text.Render(options, maxWidth), Segment.LineBreak];
}
