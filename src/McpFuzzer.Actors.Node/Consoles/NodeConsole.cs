using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Results go to stdout; progress, logs and refusals to stderr, where a terminal may show a live line that other
/// lines must not break.
/// </summary>
internal sealed class NodeConsole
{
    private readonly TextWriter _error;

    private NodeConsole(TextWriter output, TextWriter error, IAnsiConsole terminal)
    {
        Output = output;
        _error = error;
        Terminal = terminal;
    }

    /// <summary>Stdout.</summary>
    public TextWriter Output { get; }

    /// <summary>Stderr, as Spectre sees it.</summary>
    public IAnsiConsole Terminal { get; }

    /// <summary>Whether stderr can show what moves.</summary>
    public bool IsLive => Terminal.Profile.Out.IsTerminal && Terminal.Profile.Capabilities.Ansi;

    public static NodeConsole Open()
    {
        var output = Console.Out;

        // Stdout is for results alone. Akka.Hosting prints there when a start fails, which its exception tells as well.
        Console.SetOut(TextWriter.Null);
        var error = TextWriter.Synchronized(new ForgivingWriter(Console.Error));
        Console.SetError(error);
        return new NodeConsole(
            output,
            error,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) })
        );
    }

    /// <summary>
    /// A line on stderr, above the live line where there is one. A pipe gets it as it is, however long.
    /// </summary>
    public void WriteErrorLine(string line) => WriteErrorLine(line, Style.Plain);

    /// <summary>The same, in colour where there is any.</summary>
    public void WriteErrorLine(string line, Style style)
    {
        if (IsLive)
        {
            Terminal.Write(new ClearedLine(line, style));
        }
        else
        {
            _error.WriteLine(line);
        }
    }

    /// <summary>Results.</summary>
    /// <exception cref="OutputLostException">They can't be written. A reader that has gone is no failure.</exception>
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

    /// <summary>Why it did not come to results: one line, and the last of the target's stderr below it.</summary>
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
}
