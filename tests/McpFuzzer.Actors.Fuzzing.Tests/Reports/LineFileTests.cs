using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class LineFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reported = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_append_in_order_when_writes_succeed()
    {
        using (var file = new LineFile(_folder.At("a.jsonl"), _reported.Add))
        {
            file.Append("1\n"u8);
            file.Append("2\n"u8, toDisk: true);
            Assert.True(file.IsOpen);
        }

        Assert.Equal(["1", "2"], File.ReadAllLines(_folder.At("a.jsonl")));
        Assert.Empty(_reported);
    }

    [Fact]
    public void Should_not_be_made_when_nothing_is_appended()
    {
        new LineFile(_folder.At("a.jsonl"), _reported.Add).Dispose();

        Assert.False(File.Exists(_folder.At("a.jsonl")));
    }

    [Fact]
    public void Should_report_once_and_go_on_when_the_disk_is_full()
    {
        using var file = new LineFile("out/cases.jsonl", _reported.Add, () => new FullDisk(room: 3));

        file.Append("1\n"u8);
        file.Append("2\n"u8);
        file.Append("3\n"u8, toDisk: true);

        Assert.True(file.IsLost);
        Assert.Equal(["can't write out/cases.jsonl: No space left on device; the run goes on without it"], _reported);
    }

    [Fact]
    public void Should_say_why_when_the_operating_system_takes_no_byte()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        using var file = new LineFile(
            "cases.jsonl",
            _reported.Add,
            () => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)
        );

        file.Append("1\n"u8);

        Assert.Equal(["can't write cases.jsonl: No space left on device; the run goes on without it"], _reported);
    }

    [Fact]
    public void Should_report_once_when_the_folder_is_gone()
    {
        using var file = new LineFile(_folder.At("none", "a.jsonl"), _reported.Add);

        file.Append("1\n"u8);
        file.Append("2\n"u8);

        Assert.Equal(
            [$"can't write {_folder.At("none", "a.jsonl")}: No such file or directory; the run goes on without it"],
            _reported
        );
    }

    [Fact]
    public void Should_leave_the_existing_file_when_its_name_is_taken()
    {
        File.WriteAllText(_folder.At("a.jsonl"), "mine");
        using var file = new LineFile(_folder.At("a.jsonl"), _reported.Add);

        file.Append("1\n"u8);

        Assert.Single(_reported);
        Assert.Equal("mine", File.ReadAllText(_folder.At("a.jsonl")));
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > room)
            {
                throw new IOException("No space left on device : '/out/cases.jsonl'");
            }

            base.Write(buffer);
        }
    }
}
