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
            TargetJson.Write(writer, Target);
            WriteFindings(writer);
        });

    /// <summary>Writes the member <c>findings</c>.</summary>
    public void WriteFindings(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("findings");
        foreach (var finding in Findings)
        {
            writer.WriteStartObject();
            FindingJson.Write(writer, finding);
            writer.WriteString("replay", Replay.Of(finding));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
