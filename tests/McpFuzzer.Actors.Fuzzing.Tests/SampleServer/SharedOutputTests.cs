using System.Text;
using McpFuzzer.SampleServer;

namespace McpFuzzer.Actors.Fuzzing.Tests.SampleServer;

public sealed class SharedOutputTests
{
    [Fact]
    public async Task Should_keep_a_message_and_its_newline_together_when_a_line_is_logged_at_the_same_time()
    {
        using var written = new MemoryStream();
        await using var output = new SharedOutput(written);

        await output.WriteAsync("{\"a\":1}"u8.ToArray());
        await output.LogAsync("[debug]\n"u8.ToArray());
        await output.WriteAsync("\n"u8.ToArray());
        await output.WriteAsync("{}\n"u8.ToArray());

        Assert.Equal("[debug]\n{\"a\":1}\n{}\n", Encoding.UTF8.GetString(written.ToArray()));
    }
}
