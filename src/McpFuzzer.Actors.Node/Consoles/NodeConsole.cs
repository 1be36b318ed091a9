using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Results go to stdout. Progress, logs and errors go to stderr, where a terminal may show a live display that other
/// lines must not break. The console of .NET sends a terminal its settings when it is first used, so that it is opened
/// for a verb that shows results or progress, and not for one whose command has the terminal.
/// </summary>
internal sealed class NodeConsole
{
    private readonly Lock _gate = new();
    private Streams? _streams;

    private NodeConsole() { }

    internal NodeConsole(TextWriter output, TextLayout layout, TextWriter error, IAnsiConsole terminal) =>
        _streams = new Streams(output, layout, error, terminal);

    /// <summary>Stdout.</summary>
    public TextWriter Output => Opened().Output;

    /// <summary>How stdout shows text.</summary>
    public TextLayout Layout => Opened().Layout;

    /// <summary>Stderr, as Spectre sees it.</summary>
    public IAnsiConsole Terminal => Opened().Terminal;

    /// <summary>Whether stderr is a terminal that can show a live display.</summary>
    public bool IsLive => Terminal.Profile.Out.IsTerminal && Terminal.Profile.Capabilities.Ansi;

    public static NodeConsole Open()
    {
        // Stdout is for results alone. Akka.Hosting prints there when a start fails, and its exception says the same.
        Console.SetOut(TextWriter.Null);
        return new NodeConsole();
    }

    /// <summary>
    /// Writes a line to stderr, above the live display where there is one. A pipe gets it as it is, however long.
    /// </summary>
    public void WriteErrorLine(string line)
    {
        lock (_gate)
        {
            if (_streams is null)
            {
                ErrorLines.Write(line);
                return;
            }
        }

        if (IsLive)
        {
            WriteAboveLive(new Text(line));
        }
        else
        {
            Opened().Error.WriteLine(line);
        }
    }

    /// <summary>Writes a line above the live display of a console that is live.</summary>
    public void WriteAboveLive(IRenderable line) => Terminal.Write(new LineAboveLive(line));

    /// <summary>Writes results to stdout.</summary>
    /// <exception cref="OutputLostException">
    /// They can't be written. A reader that has closed its end is not a failure.
    /// </exception>
    public void WriteOutput(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            try
            {
                Output.WriteLine(line);
            }
            catch (Exception exception) when (FileFailure.Is(exception))
            {
                throw new OutputLostException(exception);
            }
        }
    }

    /// <summary>Writes the failure in one line, and the end of the target's stderr below it.</summary>
    public void WriteFailure(string message, string stderrTail)
    {
        WriteErrorLine($"mcpfuzzer: {Printable.Escape(message)}");
        foreach (
            var line in Printable
                .Escape(stderrTail.TrimEnd(), keepNewlines: true)
                .Split('\n')
                .Where(line => line.Length > 0)
        )
        {
            WriteErrorLine($"  stderr: {line}");
        }
    }

    private Streams Opened()
    {
        lock (_gate)
        {
            return _streams ??= Streams.Open();
        }
    }

    private sealed record Streams(TextWriter Output, TextLayout Layout, TextWriter Error, IAnsiConsole Terminal)
    {
        public static Streams Open()
        {
            // Spectre knows stdout by the writer that Console.Out returns.
            Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding) { AutoFlush = true });
            var output = Console.Out;
            var layout = TextLayout.Of(
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) })
            );
            Console.SetOut(TextWriter.Null);
            var error = TextWriter.Synchronized(new ForgivingWriter(Console.Error));
            Console.SetError(error);
            return new Streams(
                output,
                layout,
                error,
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) })
            );
        }
    }
}
