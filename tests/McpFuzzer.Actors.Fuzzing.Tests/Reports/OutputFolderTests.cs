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
        var output = OutputFolder.Create(null, -42, Now);

        Assert.Equal("./mcpfuzzer-20260102T030405Z--42", output.Path);
        Assert.True(Directory.Exists(output.Path));
        output.Discard();
        Assert.False(Directory.Exists(output.Path));
    }

    [Fact]
    public void Should_make_every_level_and_take_them_away_when_discarded()
    {
        var output = OutputFolder.Create(_folder.At("a", "b", "c"), 1, Now);

        Assert.True(Directory.Exists(_folder.At("a", "b", "c")));
        output.Discard();
        Assert.False(Directory.Exists(_folder.At("a")));
        Assert.True(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Should_keep_what_was_there_when_discarded()
    {
        var output = OutputFolder.Create(_folder.Path, 1, Now);

        output.Discard();

        Assert.True(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void Should_keep_the_report_when_discarded_after_writing()
    {
        var output = OutputFolder.Create(_folder.At("a"), 1, Now);
        WriteFindings(output);

        output.Discard();

        Assert.True(File.Exists(output.FindingsPath));
    }

    [Fact]
    public void Should_refuse_a_path_below_a_file_and_name_the_file()
    {
        File.WriteAllText(_folder.At("file"), "mine");

        var refused = Refused(_folder.At("file", "sub", "out"));

        Assert.EndsWith($"{_folder.At("file")} is a file", refused, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.At("file")));
    }

    [Fact]
    public void Should_refuse_a_path_that_is_a_file()
    {
        File.WriteAllText(_folder.At("file"), "mine");

        Assert.EndsWith("is a file", Refused(_folder.At("file")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings.json")]
    [InlineData("summary.json")]
    [InlineData("cases.jsonl")]
    public void Should_refuse_a_folder_that_holds_a_report(string report)
    {
        File.WriteAllText(_folder.At(report), "old");

        Assert.Contains(report, Refused(_folder.Path), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder.At(report)));
    }

    [Fact]
    public void Should_take_a_folder_that_holds_other_things()
    {
        File.WriteAllText(_folder.At("notes.txt"), "mine");

        Assert.Equal(_folder.Path, OutputFolder.Create(_folder.Path, 1, Now).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("/proc/mcpfuzzer-can-not-write-here/out")]
    public void Should_refuse_in_one_line_a_path_that_can_not_be_made(string path)
    {
        var refused = Refused(path);

        Assert.Contains("output folder", refused, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused);
    }

    [Fact]
    public void Should_leave_nothing_but_the_reports_when_they_are_written_twice()
    {
        var output = OutputFolder.Create(_folder.At("out"), 1, Now);
        WriteFindings(output);
        WriteFindings(output);

        Assert.Equal(["findings.json"], Directory.EnumerateFileSystemEntries(output.Path).Select(Path.GetFileName));
        Assert.Equal(3, FindingsReader.Read(output.FindingsPath).Findings.Count);
    }

    [Fact]
    public void Should_append_one_line_per_case_when_cases_are_kept()
    {
        var output = OutputFolder.Create(_folder.At("out"), 1, Now);
        using (var cases = output.OpenCases())
        {
            cases.Append(Completed("echo/random/0001", """{"a":"\ud800"}""") with { Violation = "/a: type" });
            cases.Append(Completed("echo/random/0000", null));
        }

        Assert.Equal(
            [
                """{"caseId":"echo/random/0001","tool":"echo","phase":"random","arguments":{"a":"\ud800"},"outcome":"tool-error","violation":"/a: type","elapsedMs":12}""",
                """{"caseId":"echo/random/0000","tool":"echo","phase":"random","arguments":null,"outcome":"tool-error","violation":null,"elapsedMs":12}""",
            ],
            File.ReadAllLines(_folder.At("out", "cases.jsonl"))
        );
    }

    private static CaseCompleted Completed(string caseId, string? arguments) =>
        new("c", caseId, "echo", "random", arguments, CaseOutcome.ToolError, TimeSpan.FromMilliseconds(12.9));

    private static void WriteFindings(OutputFolder output) =>
        output.WriteFindings(
            Samples.OpenTarget,
            Samples.All,
            new ReplayCommand(["mcpfuzzer"], output.FindingsPath, Samples.OpenTarget)
        );

    private static string Refused(string path) =>
        Assert.Throws<OutputFolderException>(() => OutputFolder.Create(path, 1, Now)).Message;
}
