using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>
/// <c>cases.jsonl</c>: one line per case, in the order of completion. Sorted by caseId and without elapsedMs, which
/// comes last, two runs with the same seed against the same server are equal.
/// </summary>
internal static class CasesLog
{
    /// <summary>Returns the line of a case.</summary>
    public static byte[] Line(CaseCompleted completed) =>
        ReportJson.Line(writer =>
        {
            writer.WriteString("caseId", completed.CaseId);
            writer.WriteString("tool", completed.Tool);
            writer.WriteString("phase", completed.Phase);
            ReportJson.WriteRaw(writer, "arguments", completed.Arguments);
            writer.WriteString("outcome", ReportJson.NameOf(completed.Outcome));
            writer.WriteString("violation", completed.Violation);
            writer.WriteNumber("elapsedMs", (long)completed.Elapsed.TotalMilliseconds);
        });
}
