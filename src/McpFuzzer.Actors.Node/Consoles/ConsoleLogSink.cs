using McpFuzzer.Actors.Contracts.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>Logs to stderr beside the live line; what a target may have written is escaped.</summary>
internal sealed class ConsoleLogSink(NodeConsole console) : ILogEventSink
{
    private readonly MessageTemplateTextFormatter _formatter = new(
        "mcpfuzzer: {Level:w}: {Message:lj}{NewLine}{Exception}"
    );

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _formatter.Format(logEvent, text);
        console.WriteErrorLine(Printable.Escape(text.ToString().TrimEnd(), keepNewlines: true));
    }
}
