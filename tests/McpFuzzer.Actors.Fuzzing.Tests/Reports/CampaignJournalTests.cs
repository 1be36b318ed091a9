using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class CampaignJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoppedClock _clock = new();
    private readonly LineFile _file;
    private readonly CampaignJournal _journal;

    public CampaignJournalTests()
    {
        _file = new LineFile(Path, _ => Assert.Fail("nothing to tell"));
        _journal = new CampaignJournal(
            _file,
            new JournalEntry.Begun(
                Samples.OpenTarget,
                7,
                "0.1.0",
                ["mcpfuzzer"],
                new Dictionary<string, string>(StringComparer.Ordinal),
                DateTimeOffset.UnixEpoch
            ),
            _clock
        );
    }

    private string Path => _folder.At("journal.jsonl");

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Should_hold_a_finding_as_soon_as_it_is_recorded()
    {
        Assert.IsType<JournalEntry.Begun>(Assert.Single(Entries()));

        _journal.Record(new FindingRecorded("c", Samples.Crash) { Supersedes = ["old"] });

        var found = Assert.IsType<JournalEntry.Found>(Entries()[^1]);
        Assert.Equal(Samples.Crash.Id, found.Finding.Id);
        Assert.Equal(["old"], found.Supersedes);
    }

    [Fact]
    public void Should_write_counts_with_the_first_case_and_then_once_a_second()
    {
        _journal.Record(Snapshot(planned: 40));
        _journal.Record(Case("echo"));
        _journal.Record(Case("add"));
        Assert.Equal(2, Entries().Count);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _journal.Record(Case("add"));
        _journal.Record(Case("unsent", CaseOutcome.NotSent));
        Assert.Equal(3, Entries().Count);

        _journal.Complete();
        Assert.IsType<JournalEntry.Completed>(Entries()[^1]);
        var run = InterruptedRun.Of(Entries());
        Assert.Equal(3, run.Summary.Cases);
        Assert.Equal(1, run.Summary.Outcomes[CaseOutcome.NotSent]);
        Assert.Equal(40, run.Summary.Planned);
        Assert.Equal(["echo", "add"], run.Summary.Tools);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Summary.Ran);
    }

    [Fact]
    public void Should_hold_the_final_findings_when_no_report_could_be_written()
    {
        _journal.Record(new FindingRecorded("c", Samples.Crash with { Count = 1 }));

        _journal.RecordEnd([Samples.Crash with { Count = 99 }]);

        Assert.Equal(99, Assert.Single(InterruptedRun.Of(Entries()).Findings).Count);
    }

    [Fact]
    public void Should_replace_a_torn_line_with_its_end()
    {
        var whole = JournalReader.Read(Path).Length;
        _file.Append("{\"kind\":\"fou"u8);
        Assert.Equal(whole, JournalReader.Read(Path).Length);

        Assert.Null(JournalEnd.Append(Path, whole));

        Assert.True(InterruptedRun.Of(Entries()).IsComplete);
    }

    private IReadOnlyList<JournalEntry> Entries() => JournalReader.Read(Path).Entries;

    private static CaseCompleted Case(string tool, CaseOutcome outcome = CaseOutcome.Succeeded) =>
        new("c", $"{tool}/random/0000", tool, "random", null, outcome, TimeSpan.Zero);

    private static CampaignSnapshot Snapshot(int planned) =>
        new()
        {
            CampaignId = "c",
            Stage = "fuzzing",
            Planned = planned,
            Completed = 0,
            Findings = 0,
            Restarts = 0,
        };

    private sealed class StoppedClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan by) => _now += by;
    }
}
