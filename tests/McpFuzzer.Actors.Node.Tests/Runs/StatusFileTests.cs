using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class StatusFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpfuzzer-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Should_be_whole_and_for_its_owner_alone_when_it_is_written()
    {
        var path = Path.Combine(_folder, "status.json");
        File.WriteAllText(path, "an old one, which is longer");

        var file = StatusFile.Open(path);
        Assert.Equal("an old one, which is longer", File.ReadAllText(path));
        file.Write("new"u8);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void Should_keep_a_link_and_write_its_target()
    {
        var target = Path.Combine(_folder, "target.json");
        var link = Path.Combine(_folder, "link.json");
        File.CreateSymbolicLink(link, target);

        StatusFile.Open(link).Write("new"u8);

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
    }

    [Theory]
    [InlineData(".", "is a folder: must be a file")]
    [InlineData("nosuch/status.json", "Could not find a part of the path")]
    [InlineData("/dev/null", "is not a regular file")]
    public void Should_be_rejected_in_one_line_when_it_cannot_be_written(string file, string why)
    {
        var refused = Assert.Throws<UsageException>(() => StatusFile.Open(Path.Combine(_folder, file)));

        Assert.StartsWith("--status ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Should_report_once_that_it_cannot_be_written_any_more()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "gone"));
        var file = StatusFile.Open(Path.Combine(folder.FullName, "status.json"));
        folder.Delete();

        Assert.Throws<UsageException>(() => file.Write("new"u8));
    }
}
