using Akka.Event;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Logs to stderr, above the live line. Lines wait until the node has started: a start that is rejected is reported in
/// one line by its exception, not by the log of every layer that the exception passes.
/// </summary>
internal sealed class ConsoleLog(Action<string> writeLine)
{
    private readonly Lock _gate = new();
    private List<string>? _waiting = [];

    /// <summary>Writes an event as text. What a target may have written is escaped.</summary>
    public void Write(LogLevel level, string? message, Exception? cause)
    {
        var text = $"mcpfuzzer: {NameOf(level)}: {message}\n{cause}";
        WriteLine(Printable.Escape(text.TrimEnd(), keepNewlines: true));
    }

    /// <summary>Writes a line that is formatted and escaped already.</summary>
    public void WriteLine(string line)
    {
        lock (_gate)
        {
            if (_waiting is not null)
            {
                _waiting.Add(line);
                return;
            }
        }

        writeLine(line);
    }

    /// <summary>Writes the lines that have waited; those that follow are written at once.</summary>
    public void Open()
    {
        List<string> waited;
        lock (_gate)
        {
            waited = _waiting ?? [];
            _waiting = null;
        }

        waited.ForEach(writeLine);
    }

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.ErrorLevel => "error",
            LogLevel.WarningLevel => "warning",
            LogLevel.InfoLevel => "information",
            _ => "debug",
        };
}
