using System.Text;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

/// <summary>A terminal that records its output.</summary>
internal sealed class FakeTerminal(int width) : IAnsiConsoleOutput
{
    private readonly StringWriter _written = new();

    public TextWriter Writer => _written;

    public bool IsTerminal => true;

    public int Width => width;

    public int Height => 24;

    public void SetEncoding(Encoding encoding) { }

    public string Written => _written.ToString();

    /// <summary>Returns a console on a terminal of that width.</summary>
    public static IAnsiConsole Console(int width, ColorSystemSupport colors) => new FakeTerminal(width).Console(colors);

    /// <summary>Returns a console on this terminal.</summary>
    public IAnsiConsole Console(ColorSystemSupport colors) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = colors,
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
                Out = this,
            }
        );
}
