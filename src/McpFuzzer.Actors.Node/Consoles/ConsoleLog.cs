using Akka.Event;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Logs to stderr beside the live line; what a target may have written is escaped. What is logged before the node stands waits: a start that is rejected is told in one
/// line by its exception, not by the log of every layer that it passes through.
/// </summary>
internal sealed class ConsoleLog(Action<string> writeLine)
{
    // Akka's transport warns so of a connection that was closed a moment before it would have closed it, as happens at
    // an orderly end: nothing is left of it.
    private const string ClosedAlready = "Unable to REMOVE channel";

    private readonly Lock _gate = new();
    private List<string>? _waiting = [];

    public void Write(LogEvent logged)
    {
        var line = LineOf(logged);
        if (logged.LogLevel() is LogLevel.WarningLevel && line.Contains(ClosedAlready, StringComparison.Ordinal))
        {
            return;
        }

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

    /// <summary>The node stands: what has waited is written, and all that follows at once.</summary>
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

    private static string LineOf(LogEvent logged)
    {
        var text = $"mcpfuzzer: {NameOf(logged.LogLevel())}: {MessageOf(logged)}\n{logged.Cause}";
        return Printable.Escape(text.TrimEnd(), keepNewlines: true);
    }

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.ErrorLevel => "error",
            LogLevel.WarningLevel => "warning",
            LogLevel.InfoLevel => "information",
            _ => "debug",
        };

    // A template may ask for more values than it is given.
    private static string? MessageOf(LogEvent logged)
    {
        try
        {
            return logged.Message?.ToString();
        }
        catch (FormatException)
        {
            return (logged.Message as LogMessage)?.Format;
        }
    }
}
