using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class ArgumentBytesTests
{
    [Fact]
    public void Should_tell_text_from_bytes()
    {
        Assert.True(ArgumentBytes.IsText("caf\u00e9\0\ufffd\0"u8));
        Assert.False(ArgumentBytes.IsText([(byte)'c', 0xE9, 0]));
    }

    [Fact]
    public void Should_let_a_replacement_character_pass_when_it_was_typed() =>
        ArgumentBytes.RefuseAltered(["echo", "\ufffd"]);
}
