using McpFuzzer.Actors.Contracts.Text;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>Results go to stdout; progress, logs and refusals to stderr, where a terminal may show a live line that other lines must not break.</summary>
internal sealed class NodeConsole
{
    private readonly TextWriter _error = TextWriter.Synchronized(Console.Error);

    private NodeConsole(TextWriter output, IAnsiConsole terminal)
    {
        Output = output;
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
        return new NodeConsole(
            output,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
        );
    }

    /// <summary>A line on stderr, above the live line where there is one. A pipe gets it as it is, however long.</summary>
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
    public void WriteOutput(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Output.WriteLine(line);
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
