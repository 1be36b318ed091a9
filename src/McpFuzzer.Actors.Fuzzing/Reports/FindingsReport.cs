using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary><c>findings.json</c>.</summary>
internal sealed record FindingsReport(ReportTarget Target, IReadOnlyList<Finding> Findings, ReplayCommand Replay)
{
    /// <summary>The report as indented UTF-8 JSON.</summary>
    public byte[] ToJson() =>
        ReportJson.File(writer =>
        {
            writer.WriteNumber("schemaVersion", ReportJson.SchemaVersion);
            WriteTarget(writer);
            writer.WriteStartArray("findings");
            foreach (var finding in Findings)
            {
                Write(writer, finding);
            }

            writer.WriteEndArray();
        });

    private void WriteTarget(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("target");
        ReportJson.WriteTexts(writer, "command", Target.Command);
        writer.WriteBoolean("masked", Target.Masked);
        ReportJson.WriteTexts(writer, "variables", Target.Variables);
        writer.WriteBoolean("cleanEnvironment", Target.CleanEnvironment);
        writer.WriteString("workingDirectory", Target.WorkingDirectory);
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("category", finding.Category);
        writer.WriteString("severity", ReportJson.NameOf(finding.Severity));
        writer.WriteString("tool", finding.Tool);
        writer.WriteString("phase", finding.Phase);
        writer.WriteString("title", finding.Title);
        writer.WriteString("detail", finding.Detail);
        writer.WriteNumber("count", finding.Count);
        ReportJson.WriteRaw(writer, "input", finding.Input);
        writer.WriteStartArray("sequence");
        foreach (var call in finding.Sequence)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", call.Tool);
            ReportJson.WriteRaw(writer, "arguments", call.Arguments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ReportJson.WriteExit(writer, "exit", finding.Exit);
        writer.WriteString("stderrTail", finding.StderrTail);
        writer.WriteString("replay", Replay.Of(finding));
        writer.WriteEndObject();
    }
}
