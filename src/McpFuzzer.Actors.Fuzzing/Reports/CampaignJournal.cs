using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>
/// Writes <c>journal.jsonl</c> while a campaign runs. Each finding is on disk before the next event is handled. Counts
/// follow at most once a second.
/// </summary>
internal sealed class CampaignJournal
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LineFile _file;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly Dictionary<CaseOutcome, int> _outcomes = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _called = [];
    private int _planned;
    private int _restarts;
    private long? _counted;

    /// <summary>Begins a journal with its first line.</summary>
    public CampaignJournal(LineFile file, JournalEntry.Begun begun, TimeProvider time)
    {
        _file = file;
        _time = time;
        _begun = time.GetTimestamp();
        Append(begun, toDisk: true);
    }

    /// <summary>Appends an event.</summary>
    public void Record(ICampaignEvent campaignEvent)
    {
        switch (campaignEvent)
        {
            case CaseCompleted completed:
                Count(completed);
                break;
            case CampaignSnapshot snapshot:
                _planned = snapshot.Planned;
                _restarts = snapshot.Restarts;
                break;
            case FindingRecorded recorded:
                Append(new JournalEntry.Found(Ran, recorded.Finding, recorded.Supersedes), toDisk: true);
                break;
        }

        if (IsCountDue)
        {
            AppendCounts();
        }
    }

    /// <summary>Appends the final findings, when the report could not be written.</summary>
    public void RecordEnd(IReadOnlyList<Finding> findings)
    {
        AppendCounts();
        foreach (var finding in findings)
        {
            Append(new JournalEntry.Found(Ran, finding, []), toDisk: finding == findings[^1]);
        }
    }

    /// <summary>Appends the last line: this folder is complete.</summary>
    public void Complete()
    {
        AppendCounts();
        Append(new JournalEntry.Completed(), toDisk: true);
    }

    private TimeSpan Ran => _time.GetElapsedTime(_begun);

    // The first counts are written with the first case, so that a run that is killed at once has recorded a call.
    private bool IsCountDue => _counted is { } last ? _time.GetElapsedTime(last) >= Interval : _outcomes.Count > 0;

    private void Count(CaseCompleted completed)
    {
        _outcomes[completed.Outcome] = _outcomes.GetValueOrDefault(completed.Outcome) + 1;
        if (completed.Outcome is not CaseOutcome.NotSent && _known.Add(completed.Tool))
        {
            _called.Add(completed.Tool);
        }
    }

    private void AppendCounts()
    {
        _counted = _time.GetTimestamp();
        Append(new JournalEntry.Counted(Ran, _planned, _restarts, _outcomes, _called), toDisk: false);
        _called.Clear();
    }

    private void Append(JournalEntry entry, bool toDisk) => _file.Append(JournalJson.Line(entry), toDisk);
}
