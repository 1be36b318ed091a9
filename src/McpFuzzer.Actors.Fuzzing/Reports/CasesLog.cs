using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>
/// <c>cases.jsonl</c>: one line per case, in the order of completion. Sorted by caseId and without elapsedMs, which comes last, two runs with the same seed against
/// the same server are equal.
/// </summary>
internal sealed class CasesLog : IDisposable
{
    private readonly FileStream _file;

    public CasesLog(string path) => _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Appends a case; the line is the operating system's when this returns.</summary>
    public void Append(CaseCompleted completed)
    {
        _file.Write(
            ReportJson.Line(writer =>
            {
                writer.WriteString("caseId", completed.CaseId);
                writer.WriteString("tool", completed.Tool);
                writer.WriteString("phase", completed.Phase);
                ReportJson.WriteRaw(writer, "arguments", completed.Arguments);
                writer.WriteString("outcome", ReportJson.NameOf(completed.Outcome));
                writer.WriteString("violation", completed.Violation);
                writer.WriteNumber("elapsedMs", (long)completed.Elapsed.TotalMilliseconds);
            })
        );
        _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
