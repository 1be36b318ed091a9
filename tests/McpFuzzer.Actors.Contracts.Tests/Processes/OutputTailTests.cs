using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Tests.Processes;

public sealed class OutputTailTests
{
    [Theory]
    [InlineData("", "nothing")]
    [InlineData("listening on 8080\n", "\"listening on 8080\\n\" (18 bytes)")]
    [InlineData("\u001b[2J", "\"\\u001b[2J\" (4 bytes)")]
    public void Should_show_its_text_in_printable_form(string written, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(written);

        Assert.Equal(shown, new OutputTail(bytes, bytes.Length).ToString());
    }

    [Fact]
    public void Should_show_the_last_of_a_long_text()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', 4095) + "!");

        Assert.Equal($"\"…{new string('x', 199)}!\" (10000 bytes)", new OutputTail(bytes, 10_000).ToString());
    }

    [Fact]
    public void Should_show_no_more_than_the_count_when_the_bytes_were_left_out() =>
        Assert.Equal("(27 bytes)", new OutputTail(ReadOnlyMemory<byte>.Empty, 27).ToString());
}
