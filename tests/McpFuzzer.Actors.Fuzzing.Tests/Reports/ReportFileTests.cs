using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_leave_only_the_report_when_it_is_written()
    {
        Assert.Null(ReportFile.TryWrite(_folder.At("findings.json"), "{}"u8.ToArray()));

        Assert.Equal("{}", File.ReadAllText(_folder.At("findings.json")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Should_say_why_and_leave_nothing_when_a_folder_has_its_name()
    {
        Directory.CreateDirectory(_folder.At("findings.json"));

        Assert.NotNull(ReportFile.TryWrite(_folder.At("findings.json"), "{}"u8.ToArray()));

        Assert.Equal(["findings.json"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Should_keep_the_other_report_when_one_is_there()
    {
        File.WriteAllText(_folder.At("findings.json"), "mine");

        Assert.NotNull(ReportFile.TryWrite(_folder.At("findings.json"), "{}"u8.ToArray()));

        Assert.Equal("mine", File.ReadAllText(_folder.At("findings.json")));
    }

    [Fact]
    public void Should_say_why_when_the_folder_is_gone() =>
        Assert.Equal(
            "No such file or directory",
            ReportFile.TryWrite(_folder.At("none", "findings.json"), "{}"u8.ToArray())
        );
}
