using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>The folder of one campaign's reports: claimed before the target is started, and not left behind empty.</summary>
internal sealed class ReportWriter : IDisposable
{
    private readonly OutputFolder _folder;
    private readonly Lazy<CasesLog>? _cases;
    private bool _written;

    private ReportWriter(OutputFolder folder, ReportTarget target, ReplayCommand replay, bool keepCases)
    {
        _folder = folder;
        Target = target;
        Replay = replay;
        _cases = keepCases ? new Lazy<CasesLog>(folder.OpenCases) : null;
    }

    public string Path => _folder.Path;

    public ReportTarget Target { get; }

    public ReplayCommand Replay { get; }

    /// <summary>Claims the folder.</summary>
    /// <exception cref="OutputFolderException">The folder can't be used.</exception>
    public static ReportWriter Open(FuzzOptions options, CampaignSpec spec, IReadOnlyList<string> program)
    {
        var folder = OutputFolder.Create(options.Output, spec.Seed, TimeProvider.System.GetUtcNow());
        var target = ReportTarget.Of(spec.Target);
        return new ReportWriter(
            folder,
            target,
            new ReplayCommand(program, folder.FindingsPath, target),
            options.KeepCases
        );
    }

    public void Append(CaseCompleted completed) => _cases?.Value.Append(completed);

    public void Write(CampaignCompleted completed)
    {
        _cases?.Value.Dispose();
        _folder.WriteFindings(Target, completed.Findings, Replay);
        _folder.WriteSummary(Summary(completed));
        _written = true;
    }

    public SummaryReport Summary(CampaignCompleted completed) =>
        new(Target.Command, CommandLineReader.Version, completed.Summary, completed.Findings);

    public FindingsReport Findings(CampaignCompleted completed) => new(Target, completed.Findings, Replay);

    /// <summary>Takes away the folder that was made, where nothing was written to it.</summary>
    public void Dispose()
    {
        if (_cases is { IsValueCreated: true })
        {
            _cases.Value.Dispose();
        }

        if (!_written)
        {
            _folder.Discard();
        }
    }
}
