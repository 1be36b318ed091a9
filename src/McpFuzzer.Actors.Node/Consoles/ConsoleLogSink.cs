using McpFuzzer.Actors.Contracts.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>
/// Logs to stderr beside the live line; what a target may have written is escaped. What is logged before the node stands waits: a start that is refused is told in one
/// line by its exception, not by the log of every layer that it passes through.
/// </summary>
internal sealed class ConsoleLogSink(Action<string> writeLine) : ILogEventSink
{
    private readonly MessageTemplateTextFormatter _formatter = new(
        "mcpfuzzer: {Level:w}: {Message:lj}{NewLine}{Exception}"
    );
    private readonly Lock _gate = new();
    private List<LogEvent>? _waiting = [];

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_waiting is not null)
            {
                _waiting.Add(logEvent);
                return;
            }
        }

        Write(logEvent);
    }

    /// <summary>The node stands: what has waited is written, and all that follows at once.</summary>
    public void Open()
    {
        List<LogEvent> waited;
        lock (_gate)
        {
            waited = _waiting ?? [];
            _waiting = null;
        }

        waited.ForEach(Write);
    }

    private void Write(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _formatter.Format(logEvent, text);
        writeLine(Printable.Escape(text.ToString().TrimEnd(), keepNewlines: true));
    }
}
