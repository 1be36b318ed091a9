using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary><c>findings.json</c>.</summary>
internal sealed record FindingsReport(ReportTarget Target, IReadOnlyList<Finding> Findings, ReplayCommand Replay)
{
    /// <summary>The report as indented UTF-8 JSON.</summary>
    public byte[] ToJson() => throw new NotSupportedException("lands next");
}
