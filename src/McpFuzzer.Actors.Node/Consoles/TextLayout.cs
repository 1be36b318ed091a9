using Spectre.Console;
using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Lays out tables as lines of text: for a terminal with its width, borders and colours, for a pipe as plain lines of
/// any length.
/// </summary>
internal sealed class TextLayout
{
    // Wide enough for a name and a title of their greatest length.
    private const int Unlimited = 1_000;

    private readonly Profile? _terminal;

    private TextLayout(Profile? terminal) => _terminal = terminal;

    /// <summary>The layout of a pipe, of a file and of a terminal that only takes plain lines.</summary>
    public static TextLayout Plain { get; } = new(null);

    /// <summary>Whether the text is for a terminal.</summary>
    public bool IsTerminal => _terminal is not null;

    /// <summary>The columns of the terminal as it is now; far more than enough without one.</summary>
    public int Width => _terminal?.Width ?? Unlimited;

    /// <summary>Returns the layout of a console.</summary>
    public static TextLayout Of(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities.Ansi: true } terminal
            ? new TextLayout(terminal)
            : Plain;

    /// <summary>Returns what a console of this layout would show, line by line.</summary>
    public IReadOnlyList<string> Lines(IRenderable content)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = Colors,
                Interactive = InteractionSupport.No,
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = _terminal?.Capabilities.Unicode ?? true;
        console.Write(content);
        return [.. text.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd())];
    }

    private ColorSystemSupport Colors =>
        (_terminal?.Capabilities.ColorSystem ?? ColorSystem.NoColors) switch
        {
            ColorSystem.Legacy => ColorSystemSupport.Legacy,
            ColorSystem.Standard => ColorSystemSupport.Standard,
            ColorSystem.EightBit => ColorSystemSupport.EightBit,
            ColorSystem.TrueColor => ColorSystemSupport.TrueColor,
            _ => ColorSystemSupport.NoColors,
        };
}
