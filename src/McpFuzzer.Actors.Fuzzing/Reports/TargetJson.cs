using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>The member <c>target</c> of <c>findings.json</c> and of the journal.</summary>
internal static class TargetJson
{
    /// <summary>Writes the member.</summary>
    public static void Write(Utf8JsonWriter writer, ReportTarget target)
    {
        writer.WriteStartObject("target");
        ReportJson.WriteTexts(writer, "command", target.Command);
        writer.WriteBoolean("masked", target.Masked);
        ReportJson.WriteTexts(writer, "variables", target.Variables);
        writer.WriteBoolean("cleanEnvironment", target.CleanEnvironment);
        writer.WriteString("workingDirectory", target.WorkingDirectory);
        writer.WriteEndObject();
    }

    /// <summary>Reads its value.</summary>
    /// <exception cref="ReportFileException">A member is missing or of another kind.</exception>
    public static ReportTarget Read(StrictJson target)
    {
        var command = target["command"];
        var words = command.Items.Select(word => word.Text).ToArray();
        return new ReportTarget(
            words.Length > 0 ? words : throw command.Reject("must hold at least the command's name"),
            target["masked"].Flag,
            [.. target["variables"].Items.Select(name => name.Text)],
            target["cleanEnvironment"].Flag,
            target["workingDirectory"].TextOrNull
        );
    }
}
