using System.IO.Pipelines;
using System.Text;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Mcp.Tests.Framing;

public sealed class FrameReaderTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task Should_report_once_and_resynchronise_when_a_line_of_100_MB_comes()
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, 100, "\n{\"good\":1}\n");

        var (frames, _) = await ReadAsync(pipe.Reader, new LineFramer());
        await writing;

        Assert.Equal([$"Oversized:{100 * Megabyte}:", "Line:10:{\"good\":1}"], frames);
    }

    [Fact]
    public async Task Should_buffer_no_more_than_the_cap_when_no_newline_ever_comes()
    {
        const int Cap = 4 * Megabyte;
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, 256, "");

        var (frames, mostHeld) = await ReadAsync(pipe.Reader, new LineFramer(Cap));
        await writing;

        Assert.Equal([$"Oversized:{256L * Megabyte}:"], frames);
        Assert.InRange(mostHeld, 0, Cap);
    }

    [Fact]
    public async Task Should_pass_a_frame_of_tens_of_megabytes()
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, 40, "\n");

        var lengths = new List<long>();
        await foreach (var frame in pipe.Reader.ReadFramesAsync(new LineFramer()))
        {
            Assert.Equal(FrameKind.Line, frame.Kind);
            lengths.Add(frame.Bytes.Length);
        }

        await writing;
        Assert.Equal([40L * Megabyte], lengths);
    }

    [Fact]
    public async Task Should_report_half_a_frame_when_the_stream_ends_in_it()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{\"a\":"u8.ToArray());
        await pipe.Writer.CompleteAsync();

        var (frames, _) = await ReadAsync(pipe.Reader, new LineFramer());

        Assert.Equal(["Half:5:{\"a\":"], frames);
    }

    [Fact]
    public async Task Should_block_the_writer_when_frames_are_not_read()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
        await using var frames = pipe.Reader.ReadFramesAsync(new LineFramer()).GetAsyncEnumerator();
        await pipe.Writer.WriteAsync("first\n"u8.ToArray());
        Assert.True(await frames.MoveNextAsync());

        var flood = pipe.Writer.WriteAsync(new byte[5000]).AsTask();

        Assert.False(flood.IsCompleted);
        await pipe.Writer.CompleteAsync();
        Assert.True(await frames.MoveNextAsync());
        await flood;
    }

    private static async Task WriteAsync(PipeWriter writer, int megabytes, string end)
    {
        var megabyte = new byte[Megabyte];
        for (var written = 0; written < megabytes; written++)
        {
            await writer.WriteAsync(megabyte);
        }

        await writer.WriteAsync(Encoding.UTF8.GetBytes(end));
        await writer.CompleteAsync();
    }

    private static async Task<(List<string> Frames, int MostHeld)> ReadAsync(PipeReader reader, LineFramer framer)
    {
        var frames = new List<string>();
        var mostHeld = 0;
        var watched = new WatchingReader(reader, () => mostHeld = Math.Max(mostHeld, framer.HeldBytes));
        await foreach (var frame in watched.ReadFramesAsync(framer))
        {
            frames.Add($"{frame.Kind}:{frame.Length}:{Encoding.Latin1.GetString(frame.Bytes)}");
        }

        return (frames, mostHeld);
    }

    /// <summary>Looks each time that more is read.</summary>
    private sealed class WatchingReader(PipeReader inner, Action look) : PipeReader
    {
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            look();
            return inner.ReadAsync(cancellationToken);
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);
    }
}
