using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>
/// The folder of one campaign: claimed before the target is started, filled while it runs, and not left behind empty.
/// No failure to write ends the campaign.
/// </summary>
internal sealed class CampaignRecorder : IDisposable
{
    private readonly OutputFolder _folder;
    private readonly Action<string> _tell;
    private readonly LineFile _journalFile;
    private readonly LineFile? _cases;
    private readonly CampaignJournal _journal;
    private bool _isWorthKeeping;

    private CampaignRecorder(
        OutputFolder folder,
        CampaignReport report,
        JournalEntry.Begun begun,
        bool keepCases,
        Action<string> tell
    )
    {
        _folder = folder;
        Report = report;
        _tell = line => tell(Printable.Escape(line));
        _cases = keepCases ? new LineFile(folder.Files.Cases, _tell) : null;
        _journalFile = new LineFile(folder.Files.Journal, _tell);
        _journal = new CampaignJournal(_journalFile, begun, TimeProvider.System);
    }

    public CampaignReport Report { get; }

    /// <summary>Claims the folder.</summary>
    /// <param name="options">As given.</param>
    /// <param name="spec">The campaign.</param>
    /// <param name="thresholds">The oracle's, by key.</param>
    /// <param name="program">How this program was started.</param>
    /// <param name="tell">Takes a line about what can't be written.</param>
    /// <exception cref="OutputFolderException">The folder can't be used.</exception>
    public static CampaignRecorder Open(
        FuzzOptions options,
        CampaignSpec spec,
        IReadOnlyDictionary<string, string> thresholds,
        IReadOnlyList<string> program,
        Action<string> tell
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        var folder = OutputFolder.Create(options.Output, spec.Seed, now, FilePaths.Here);
        var target = ReportTarget.Of(spec.Target);
        var version = CommandLineReader.Version;
        return new CampaignRecorder(
            folder,
            new CampaignReport(folder.Files, target, program, version),
            new JournalEntry.Begun(target, spec.Seed, version, program, thresholds, now),
            options.KeepCases,
            tell
        );
    }

    /// <summary>Appends what an event tells to the files that are kept while it runs.</summary>
    public void Record(ICampaignEvent campaignEvent)
    {
        _journal.Record(campaignEvent);
        if (campaignEvent is CaseCompleted completed)
        {
            _cases?.Append(CasesLog.Line(completed));
        }
    }

    /// <summary>Writes the reports.</summary>
    /// <returns>Whether all are written; what is not has been told.</returns>
    public bool Write(CampaignCompleted completed)
    {
        _isWorthKeeping = true;
        if (TryWrite(completed) is { } missing)
        {
            _tell(missing);
            _journal.RecordEnd(completed.Findings);
            return false;
        }

        _journal.Complete();
        if (_cases is { IsOpen: true, IsLost: false } && !File.Exists(_cases.Path))
        {
            _tell($"{_cases.Path} is lost: it was removed during the run");
        }

        return true;
    }

    public void Dispose()
    {
        _cases?.Dispose();
        _journalFile.Dispose();
        if (!_isWorthKeeping)
        {
            _folder.Discard();
        }

        _folder.Dispose();
    }

    private string? TryWrite(CampaignCompleted completed)
    {
        try
        {
            _folder.Reclaim();
            return ReportWriting.Write(Report, completed);
        }
        catch (OutputFolderException taken)
        {
            return ReportWriting.Missing(_folder.Files, taken.Message);
        }
    }
}
