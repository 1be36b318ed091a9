using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary><c>summary.json</c>.</summary>
/// <param name="Command">The target's argument vector, masked.</param>
/// <param name="Version">The version of mcpfuzzer.</param>
/// <param name="Summary">The campaign's figures.</param>
/// <param name="Findings">For their counts.</param>
internal sealed record SummaryReport(
    IReadOnlyList<string> Command,
    string Version,
    CampaignSummary Summary,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>The report as indented UTF-8 JSON.</summary>
    public byte[] ToJson() => ReportJson.File(Write);

    /// <summary>Writes its members.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("schemaVersion", ReportJson.SchemaVersion);
        ReportJson.WriteTexts(writer, "command", Command);
        writer.WriteNumber("seed", Summary.Seed);
        writer.WriteString("mcpFuzzerVersion", Version);
        writer.WriteString("protocolRevision", Summary.ProtocolRevision);
        writer.WriteStartObject("server");
        writer.WriteString("name", Summary.ServerName);
        writer.WriteString("version", Summary.ServerVersion);
        writer.WriteEndObject();
        ReportJson.WriteTexts(writer, "tools", Summary.Tools);
        ReportJson.WriteTexts(writer, "skippedTools", Summary.SkippedTools);
        WriteToolNotes(writer);
        ReportJson.WriteTexts(writer, "notIsolated", Summary.NotIsolated);
        WriteCases(writer);
        WriteFindings(writer);
        writer.WriteStartObject("thresholds");
        foreach (var (key, value) in Summary.Thresholds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteNumber("restarts", Summary.Restarts);
        writer.WriteNumber("leftovers", Summary.Leftovers);
        writer.WriteString("startedAt", ReportJson.Moment(Summary.StartedAt));
        writer.WriteNumber("ranMs", (long)Summary.Ran.TotalMilliseconds);
        writer.WriteString("endedBy", ReportJson.NameOf(Summary.EndedBy));
    }

    private void WriteToolNotes(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("toolNotes");
        foreach (var note in Summary.ToolNotes)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", note.Tool);
            writer.WriteString("shortfall", ReportJson.NameOf(note.Shortfall));
            writer.WriteNumber("cases", note.Cases);
            writer.WriteString("reason", note.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteCases(Utf8JsonWriter writer)
    {
        var seconds = Summary.Ran.TotalSeconds;
        writer.WriteNumber("planned", Summary.Planned);
        writer.WriteNumber("cases", Summary.Cases);
        writer.WriteNumber("casesPerSecond", seconds > 0 ? Math.Round(Summary.Cases / seconds, 1) : 0);
        writer.WriteStartObject("outcomes");
        foreach (var (outcome, count) in Summary.Outcomes.OrderBy(entry => entry.Key))
        {
            writer.WriteNumber(ReportJson.NameOf(outcome), count);
        }

        writer.WriteEndObject();
    }

    private void WriteFindings(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("findings");
        writer.WriteStartObject("byCategory");
        foreach (
            var category in Findings
                .GroupBy(finding => finding.Category, StringComparer.Ordinal)
                .OrderBy(category => category.Key, StringComparer.Ordinal)
        )
        {
            writer.WriteNumber(category.Key, category.Count());
        }

        writer.WriteEndObject();
        writer.WriteStartObject("bySeverity");
        foreach (var severity in Enum.GetValues<Severity>().OrderDescending())
        {
            writer.WriteNumber(ReportJson.NameOf(severity), Findings.Count(finding => finding.Severity == severity));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
