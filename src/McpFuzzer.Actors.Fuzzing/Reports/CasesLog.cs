using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary><c>cases.jsonl</c>: one line per case, in the order of completion. Sorted by caseId and without elapsedMs, two runs with the same seed are equal.</summary>
internal sealed class CasesLog : IDisposable
{
    /// <summary>Appends a case.</summary>
    public void Append(CaseCompleted completed) => throw new NotSupportedException($"lands next {completed}");

    /// <summary>Writes what is buffered and closes the file.</summary>
    public void Dispose() { }
}
