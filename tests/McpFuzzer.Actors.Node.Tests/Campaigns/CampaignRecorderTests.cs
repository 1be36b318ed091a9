using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Reports;
using McpFuzzer.Actors.Node.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class CampaignRecorderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcpfuzzer-test-").FullName;
    private readonly List<string> _reported = [];

    private string Folder => Path.Combine(_root, "out");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Should_leave_journal_cases_and_reports_when_writes_succeed()
    {
        using (var recorder = Open())
        {
            recorder.Record(Campaign.Case());
            recorder.Record(Campaign.Recorded(Severity.High));
            Assert.True(recorder.Write(Campaign.Completed(findings: Severity.High)));
        }

        Assert.Empty(_reported);
        Assert.Equal(
            ["cases.jsonl", "findings.json", "journal.jsonl", "summary.json"],
            Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        var run = InterruptedRun.Of(JournalReader.Read(Path.Combine(Folder, "journal.jsonl")).Entries);
        Assert.True(run.IsComplete);
        Assert.Single(run.Findings);
        Assert.Equal(1, run.Summary.Cases);
    }

    [Fact]
    public void Should_leave_nothing_when_there_is_nothing_to_report()
    {
        Open().Dispose();

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Should_report_once_and_write_the_reports_when_the_cases_cannot_be_written()
    {
        using var recorder = Open();
        Directory.CreateDirectory(Path.Combine(Folder, "cases.jsonl"));

        recorder.Record(Campaign.Case());
        recorder.Record(Campaign.Case());

        Assert.True(recorder.Write(Campaign.Completed()));
        Assert.StartsWith($"can't write {Folder}/cases.jsonl: ", Assert.Single(_reported), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_write_one_report_when_the_other_cannot_be_written()
    {
        using var recorder = Open();
        Directory.CreateDirectory(Path.Combine(Folder, "findings.json"));

        Assert.False(recorder.Write(Campaign.Completed(findings: Severity.High)));

        Assert.StartsWith($"can't write {Folder}/findings.json: ", Assert.Single(_reported), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "summary.json")));
        var run = InterruptedRun.Of(JournalReader.Read(Path.Combine(Folder, "journal.jsonl")).Entries);
        Assert.False(run.IsComplete);
        Assert.Single(run.Findings);
    }

    [Fact]
    public void Should_write_the_reports_and_name_what_is_lost_when_the_folder_was_removed()
    {
        using var recorder = Open();
        recorder.Record(Campaign.Case());
        Directory.Delete(Folder, recursive: true);
        recorder.Record(Campaign.Case());

        Assert.True(recorder.Write(Campaign.Completed()));

        Assert.Equal([$"{Folder}/cases.jsonl is lost: it was removed during the run"], _reported);
        Assert.True(File.Exists(Path.Combine(Folder, "findings.json")));
    }

    private CampaignRecorder Open() =>
        CampaignRecorder.Open(
            Folder,
            new CampaignSpec
            {
                Target = new ProcessSpec { Command = ["mcpfuzzer", "sample-server"] },
                Seed = 7,
                KeepCases = true,
            },
            new Dictionary<string, string>(),
            ["mcpfuzzer"],
            _reported.Add
        );
}
