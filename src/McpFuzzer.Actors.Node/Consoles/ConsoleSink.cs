using System.Globalization;
using System.Text;
using Akka.Event;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace McpFuzzer.Actors.Node.Consoles;

/// <summary>Serilog's way to stderr, in the text that all verbs share or in JSON.</summary>
internal sealed class ConsoleSink(ConsoleLog log, LogFormat format) : ILogEventSink
{
    // Strings without quotes, as in every other line on stderr.
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}");
    private static readonly CompactJsonFormatter Json = new();

    public void Emit(Serilog.Events.LogEvent logEvent)
    {
        if (format == LogFormat.Json)
        {
            log.WriteLine(Ascii(Render(Json, logEvent).TrimEnd()));
        }
        else
        {
            log.Write(LevelOf(logEvent.Level), Render(Message, logEvent), logEvent.Exception);
        }
    }

    private static string Render(ITextFormatter formatter, Serilog.Events.LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(logEvent, text);
        return text.ToString();
    }

    // JSON leaves characters alone that move a terminal's cursor or reorder its text, and escapes any that it is given.
    private static string Ascii(string json)
    {
        var ascii = new StringBuilder(json.Length);
        foreach (var unit in json)
        {
            if (unit is >= ' ' and <= '~')
            {
                ascii.Append(unit);
            }
            else
            {
                ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return ascii.ToString();
    }

    private static LogLevel LevelOf(LogEventLevel level) =>
        level switch
        {
            LogEventLevel.Fatal or LogEventLevel.Error => LogLevel.ErrorLevel,
            LogEventLevel.Warning => LogLevel.WarningLevel,
            LogEventLevel.Information => LogLevel.InfoLevel,
            _ => LogLevel.DebugLevel,
        };
}
