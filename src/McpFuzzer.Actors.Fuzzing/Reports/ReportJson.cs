using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Writes all reports, and names the values of enums in them.</summary>
internal static class ReportJson
{
    public const int SchemaVersion = 1;

    /// <summary>Recorded arguments may be as deep as a schema demands. Reading them needs no stack.</summary>
    public const int DeepestLevel = 100_000;

    // This JSON is never embedded in HTML, so quotes and other scripts stay readable.
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A whole file: indented, with a newline at its end.</summary>
    public static byte[] File(Action<Utf8JsonWriter> write) =>
        Write(
            new JsonWriterOptions
            {
                Encoder = Readable,
                Indented = true,
                NewLine = "\n",
            },
            write
        );

    /// <summary>One line, with a newline at its end.</summary>
    public static byte[] Line(Action<Utf8JsonWriter> write) =>
        Write(new JsonWriterOptions { Encoder = Readable }, write);

    /// <summary>Writes existing JSON byte for byte, so that a replay sends the same.</summary>
    public static void WriteRaw(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            // Not validated: our own writer made it, and the validation rejects deep JSON and lone surrogates.
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary><c>{ "code" }</c>, or <c>{ "signal", "coreDumped" }</c>, or <c>{ "unknown" }</c>, or null.</summary>
    public static void WriteExit(Utf8JsonWriter writer, string name, ProcessExit? exit)
    {
        writer.WritePropertyName(name);
        if (exit is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        switch (exit)
        {
            case ProcessExit.Code code:
                writer.WriteNumber("code", code.Value);
                break;
            case ProcessExit.Signal signal:
                writer.WriteString("signal", SignalName.Of(signal.Number));
                writer.WriteBoolean("coreDumped", signal.CoreDumped);
                break;
            case ProcessExit.Unknown unknown:
                writer.WriteString("unknown", unknown.Why);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(exit), exit, "no exit that a report can say");
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a time as all reports do.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string NameOf(Severity severity) =>
        severity switch
        {
            Severity.High => "high",
            Severity.Medium => "medium",
            Severity.Low => "low",
            Severity.Info => "info",
            _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "no severity"),
        };

    public static string NameOf(CaseOutcome outcome) =>
        outcome switch
        {
            CaseOutcome.Succeeded => "succeeded",
            CaseOutcome.ToolError => "tool-error",
            CaseOutcome.RpcError => "rpc-error",
            CaseOutcome.TimedOut => "timed-out",
            CaseOutcome.TargetDied => "target-died",
            CaseOutcome.NotSent => "not-sent",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no outcome"),
        };

    public static string NameOf(CampaignEnd end) =>
        end switch
        {
            CampaignEnd.Completed => "completed",
            CampaignEnd.Duration => "duration",
            CampaignEnd.MaxFindings => "max-findings",
            CampaignEnd.Interrupted => "interrupted",
            CampaignEnd.TargetFailed => "target-failed",
            _ => throw new ArgumentOutOfRangeException(nameof(end), end, "no end"),
        };

    public static string NameOf(ToolShortfall shortfall) =>
        shortfall switch
        {
            ToolShortfall.NeverCalled => "never-called",
            ToolShortfall.NeverAccepted => "never-accepted",
            ToolShortfall.CutShort => "cut-short",
            ToolShortfall.NotCovered => "not-covered",
            ToolShortfall.NotRead => "not-read",
            _ => throw new ArgumentOutOfRangeException(nameof(shortfall), shortfall, "no shortfall"),
        };

    private static byte[] Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
