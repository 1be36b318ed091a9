using System.Buffers;
using System.Text;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Mcp.Tests.Framing;

public sealed class LineFramerTests
{
    [Theory]
    [InlineData("a\nb\n", "Line:a", "Line:b")]
    [InlineData("a\r\nb\r\n", "Line:a", "Line:b")]
    [InlineData("a\rb\n", "Line:a\rb")]
    [InlineData("\n\r\n\na\n\n", "Line:a")]
    [InlineData("a\nb", "Line:a", "Half:b")]
    [InlineData("a\nb\r", "Line:a", "Half:b\r")]
    [InlineData("")]
    [InlineData("12345678\n", "Line:12345678")]
    [InlineData("123456789\na\n", "Oversized", "Line:a")]
    [InlineData("a\n123456789", "Line:a", "Oversized")]
    public void Should_split_lines_when_they_come_all_at_once(string text, params string[] expected) =>
        Assert.Equal(expected, Frames(cap: 8, Encoding.UTF8.GetBytes(text)));

    [Fact]
    [Trait("Hazard", "14")]
    public void Should_keep_bytes_exactly_when_they_are_not_text()
    {
        var framer = new LineFramer();
        var input = new ReadOnlySequence<byte>([
            0xEF,
            0xBB,
            0xBF,
            0xFF,
            0x00,
            (byte)'{',
            (byte)'}',
            (byte)'\r',
            (byte)'\n',
        ]);

        Assert.True(framer.TryRead(ref input, out var frame));

        Assert.Equal([0xEF, 0xBB, 0xBF, 0xFF, 0x00, (byte)'{', (byte)'}'], frame.Bytes.ToArray());
    }

    [Fact]
    public void Should_report_the_whole_size_when_an_oversized_line_ends()
    {
        var framer = new LineFramer(cap: 10);
        var piece = new ReadOnlySequence<byte>(new byte[7]);
        for (var pieces = 0; pieces < 100; pieces++)
        {
            var input = piece;
            Assert.False(framer.TryRead(ref input, out _));
        }

        var end = new ReadOnlySequence<byte>([1, 2, 3, (byte)'\n', (byte)'x']);
        Assert.True(framer.TryRead(ref end, out var frame));

        Assert.Equal(FrameKind.Oversized, frame.Kind);
        Assert.Equal(703, frame.Length);
        Assert.False(framer.IsSkipping);
    }

    [Fact]
    public void Should_buffer_nothing_when_it_skips()
    {
        var framer = new LineFramer(cap: 10);
        var input = new ReadOnlySequence<byte>(new byte[8]);
        framer.TryRead(ref input, out _);
        Assert.Equal(8, framer.HeldBytes);

        input = new ReadOnlySequence<byte>(new byte[8]);
        framer.TryRead(ref input, out _);

        Assert.Equal(0, framer.HeldBytes);
        Assert.True(framer.IsSkipping);
    }

    [Fact]
    public void Should_copy_nothing_when_its_input_holds_the_whole_line()
    {
        var framer = new LineFramer();
        var bytes = "abc\n"u8.ToArray();
        var input = new ReadOnlySequence<byte>(bytes);
        framer.TryRead(ref input, out var frame);

        bytes[0] = (byte)'x';

        Assert.Equal("xbc", Encoding.UTF8.GetString(frame.Bytes));
    }

    /// <summary>What a framer makes of pieces, as text.</summary>
    internal static List<string> Frames(long cap, params byte[][] pieces)
    {
        var framer = new LineFramer(cap);
        var frames = new List<string>();
        foreach (var piece in pieces)
        {
            var input = new ReadOnlySequence<byte>(piece);
            while (framer.TryRead(ref input, out var frame))
            {
                frames.Add(Show(frame));
            }

            Assert.True(input.IsEmpty);
        }

        if (framer.TryComplete(out var last))
        {
            frames.Add(Show(last));
        }

        return frames;
    }

    private static string Show(Frame frame) =>
        frame.Kind == FrameKind.Oversized ? "Oversized" : $"{frame.Kind}:{Encoding.Latin1.GetString(frame.Bytes)}";
}
