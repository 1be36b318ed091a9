using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Testing;

/// <summary>What a campaign found, and what it did.</summary>
public sealed class McpFuzzReport
{
    private static readonly string[] Replay = ["mcpfuzzer"];

    private readonly ReportTarget _target;

    private McpFuzzReport(ReportTarget target, CampaignSummary summary, IReadOnlyList<Finding> findings)
    {
        _target = target;
        Summary = summary;
        Findings = findings;
    }

    /// <summary>
    /// All findings, the worst first. <see cref="Finding.Input" />, or <see cref="Finding.Sequence" /> where one call
    /// is not enough, is what shows it again.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Cases, outcomes, tools, and how the campaign ended.</summary>
    public CampaignSummary Summary { get; }

    /// <summary>
    /// Writes the findings as <c>findings.json</c>, which <c>mcpfuzzer replay PATH --finding ID</c> sends again.
    /// Changes of the environment are not in it.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void WriteFindings(string path) =>
        File.WriteAllBytes(
            path,
            new FindingsReport(_target, Findings, new ReplayCommand(Replay, path, _target)).ToJson()
        );

    /// <summary>One line about the campaign and one for each finding, for the message of an assertion.</summary>
    public override string ToString() => string.Join('\n', ReportText.Lines(Summary, Findings));

    /// <summary>Returns the report of a campaign that ended in order.</summary>
    /// <exception cref="McpFuzzException">It failed, or tested nothing.</exception>
    internal static McpFuzzReport Of(CampaignSpec spec, CampaignCompleted completed)
    {
        var report = new McpFuzzReport(ReportTarget.Of(spec.Target), completed.Summary, completed.Findings);
        return completed.Failure is { } failure ? throw Failed(failure.Message, failure.StderrTail, report)
            : NoCall.WhyIn(completed) is { } reason ? throw Failed($"no call was sent: {reason}", "", report)
            : report;
    }

    private static McpFuzzException Failed(string message, string stderrTail, McpFuzzReport report) =>
        new(OptionNames.InCode(message), stderrTail, report);
}
