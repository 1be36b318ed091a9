using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class OutputFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_be_named_by_time_and_seed_when_no_path_is_given()
    {
        using var output = OutputFolder.Create(null, -42, Now);

        Assert.Equal("./mcpfuzzer-20260102T030405Z--42", output.Path);
        Assert.True(Directory.Exists(output.Path));
        output.Discard();
        Assert.False(Directory.Exists(output.Path));
    }

    [Fact]
    public void Should_create_every_level_and_remove_them_when_discarded()
    {
        using var output = OutputFolder.Create(_folder.At("a", "b", "c"), 1, Now);

        Assert.True(Directory.Exists(_folder.At("a", "b", "c")));
        output.Discard();
        Assert.False(Directory.Exists(_folder.At("a")));
        Assert.True(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Should_keep_existing_content_when_discarded()
    {
        using var output = OutputFolder.Create(_folder.Path, 1, Now);

        output.Discard();

        Assert.True(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Should_remove_the_logs_and_keep_the_rest_when_discarded()
    {
        using var output = OutputFolder.Create(_folder.At("a"), 1, Now);
        File.WriteAllText(output.Files.Journal, "{}");
        File.WriteAllText(output.Files.Cases, "{}");
        File.WriteAllText(_folder.At("a", "notes.txt"), "mine");

        output.Discard();

        Assert.Equal(["notes.txt"], Directory.EnumerateFileSystemEntries(output.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Should_leave_no_lock_when_released()
    {
        using (OutputFolder.Create(_folder.At("a"), 1, Now))
        {
            Assert.NotEmpty(Directory.EnumerateFileSystemEntries(_folder.At("a")));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("a")));
    }

    [Fact]
    public void Should_reject_a_folder_that_another_run_holds_until_it_is_released()
    {
        using (OutputFolder.Create(_folder.At("a"), 1, Now))
        {
            Assert.EndsWith(
                "is in use by another run: choose another folder",
                Refused(_folder.At("a")),
                StringComparison.Ordinal
            );
            Assert.Throws<OutputFolderException>(() => OutputFolder.Reopen(_folder.At("a")));
        }

        OutputFolder.Create(_folder.At("a"), 1, Now).Dispose();
        OutputFolder.Reopen(_folder.At("a")).Dispose();
    }

    [Fact]
    public void Should_number_the_default_name_when_it_is_taken()
    {
        using var first = OutputFolder.Create(null, -43, Now);
        using var second = OutputFolder.Create(null, -43, Now);
        using var third = OutputFolder.Create(null, -43, Now);

        Assert.Equal("./mcpfuzzer-20260102T030405Z--43", first.Path);
        Assert.Equal("./mcpfuzzer-20260102T030405Z--43-2", second.Path);
        Assert.Equal("./mcpfuzzer-20260102T030405Z--43-3", third.Path);
        first.Discard();
        second.Discard();
        third.Discard();
    }

    [Fact]
    public void Should_be_created_again_when_it_was_removed_during_the_run()
    {
        using var output = OutputFolder.Create(_folder.At("a", "b"), 1, Now);
        Directory.Delete(_folder.At("a"), recursive: true);

        output.Reclaim();

        Assert.True(Directory.Exists(_folder.At("a", "b")));
        Assert.Throws<OutputFolderException>(() => OutputFolder.Create(_folder.At("a", "b"), 1, Now));
    }

    [Fact]
    public void Should_not_be_reclaimed_when_another_run_has_taken_it()
    {
        using var output = OutputFolder.Create(_folder.At("a"), 1, Now);
        Directory.Delete(_folder.At("a"), recursive: true);
        using var other = OutputFolder.Create(_folder.At("a"), 1, Now);

        Assert.Contains(
            "another run",
            Assert.Throws<OutputFolderException>(output.Reclaim).Message,
            StringComparison.Ordinal
        );
        output.Dispose();
        Assert.Contains("another run", Refused(_folder.At("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_be_reclaimed_when_it_holds_the_report_of_another_run()
    {
        using var output = OutputFolder.Create(_folder.At("a"), 1, Now);
        File.WriteAllText(output.Files.Findings, "theirs");

        Assert.Contains(
            "report",
            Assert.Throws<OutputFolderException>(output.Reclaim).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_not_be_reclaimed_when_a_file_has_taken_its_place()
    {
        using var output = OutputFolder.Create(_folder.At("a"), 1, Now);
        Directory.Delete(_folder.At("a"), recursive: true);
        File.WriteAllText(_folder.At("a"), "mine");

        Assert.EndsWith(
            "is a file",
            Assert.Throws<OutputFolderException>(output.Reclaim).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_say_how_to_complete_it_when_its_run_was_killed()
    {
        File.WriteAllText(_folder.At("journal.jsonl"), "");

        Assert.Contains("mcpfuzzer report", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_reject_a_path_below_a_file_and_name_the_file()
    {
        File.WriteAllText(_folder.At("file"), "mine");

        var refused = Refused(_folder.At("file", "sub", "out"));

        Assert.EndsWith($"{_folder.At("file")} is a file", refused, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.At("file")));
    }

    [Fact]
    public void Should_reject_a_path_that_is_a_file()
    {
        File.WriteAllText(_folder.At("file"), "mine");

        Assert.EndsWith("is a file", Refused(_folder.At("file")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings.json")]
    [InlineData("summary.json")]
    [InlineData("cases.jsonl")]
    public void Should_reject_a_folder_that_holds_a_report(string report)
    {
        File.WriteAllText(_folder.At(report), "old");

        Assert.Contains(report, Refused(_folder.Path), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder.At(report)));
    }

    [Fact]
    public void Should_accept_a_folder_that_holds_other_files()
    {
        File.WriteAllText(_folder.At("notes.txt"), "mine");

        using var output = OutputFolder.Create(_folder.Path, 1, Now);

        Assert.Equal(_folder.Path, output.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("/proc/mcpfuzzer-can-not-write-here/out")]
    public void Should_reject_in_one_line_a_path_that_cannot_be_made(string path)
    {
        var refused = Refused(path);

        Assert.Contains("output folder", refused, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused);
    }

    [Fact]
    public void Should_be_one_line_per_case_when_cases_are_kept() =>
        Assert.Equal(
            """{"caseId":"echo/random/0001","tool":"echo","phase":"random","arguments":{"a":"\ud800"},"outcome":"tool-error","violation":"/a: type","elapsedMs":12}"""
                + "\n",
            Encoding.UTF8.GetString(
                CasesLog.Line(Completed("echo/random/0001", """{"a":"\ud800"}""") with { Violation = "/a: type" })
            )
        );

    private static CaseCompleted Completed(string caseId, string? arguments) =>
        new("c", caseId, "echo", "random", arguments, CaseOutcome.ToolError, TimeSpan.FromMilliseconds(12.9));

    private static string Refused(string path) =>
        Assert.Throws<OutputFolderException>(() => OutputFolder.Create(path, 1, Now)).Message;
}
