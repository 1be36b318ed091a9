using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Reports;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>
/// The output folder of one campaign. It is claimed before the target is started, filled while the campaign runs, and
/// removed if nothing was written. A failed write does not end the campaign.
/// </summary>
internal sealed class CampaignRecorder : IDisposable
{
    private readonly OutputFolder _folder;
    private readonly Action<string> _reportLine;
    private readonly LineFile _journalFile;
    private readonly LineFile? _cases;
    private readonly CampaignJournal _journal;
    private bool _isWorthKeeping;

    private CampaignRecorder(
        OutputFolder folder,
        CampaignReport report,
        JournalEntry.Begun begun,
        bool keepCases,
        Action<string> reportLine
    )
    {
        _folder = folder;
        Report = report;
        _reportLine = line => reportLine(Printable.Escape(line));
        _cases = keepCases ? new LineFile(folder.Files.Cases, _reportLine) : null;
        _journalFile = new LineFile(folder.Files.Journal, _reportLine);
        _journal = new CampaignJournal(_journalFile, begun, TimeProvider.System);
    }

    public CampaignReport Report { get; }

    /// <summary>Claims the folder.</summary>
    /// <param name="output">The folder; null makes one for the campaign.</param>
    /// <param name="spec">The campaign.</param>
    /// <param name="thresholds">The thresholds of the oracle, by key.</param>
    /// <param name="program">How this program was started.</param>
    /// <param name="reportLine">Takes a line about a file that can't be written.</param>
    /// <exception cref="OutputFolderException">The folder can't be used.</exception>
    public static CampaignRecorder Open(
        string? output,
        CampaignSpec spec,
        IReadOnlyDictionary<string, string> thresholds,
        IReadOnlyList<string> program,
        Action<string> reportLine
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        var folder = OutputFolder.Create(output, spec.Seed, now, FilePaths.Here);
        var target = ReportTarget.Of(spec.Target);
        var version = TypedLine.Version;
        return new CampaignRecorder(
            folder,
            new CampaignReport(folder.Files, target, program, version),
            new JournalEntry.Begun(target, spec.Seed, version, program, thresholds, now),
            spec.KeepCases,
            reportLine
        );
    }

    /// <summary>Appends an event to the files that are written while the campaign runs.</summary>
    public void Record(ICampaignEvent campaignEvent)
    {
        _journal.Record(campaignEvent);
        if (campaignEvent is CaseCompleted completed)
        {
            _cases?.Append(CasesLog.Line(completed));
        }
    }

    /// <summary>Writes the reports.</summary>
    /// <returns>Whether all are written; those that are not have been reported.</returns>
    public bool Write(CampaignCompleted completed)
    {
        _isWorthKeeping = true;
        if (TryWrite(completed) is { } missing)
        {
            _reportLine(missing);
            _journal.RecordEnd(completed.Findings);
            return false;
        }

        _journal.Complete();
        if (_cases is { IsOpen: true, IsLost: false } && !File.Exists(_cases.Path))
        {
            _reportLine($"{_cases.Path} is lost: it was removed during the run");
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
