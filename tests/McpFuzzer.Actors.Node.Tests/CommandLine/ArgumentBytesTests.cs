using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class ArgumentBytesTests
{
    [Fact]
    public void Should_restore_the_bytes_of_an_argument() =>
        Assert.Equal(
            ["run", "--", "caf\udce9", ""],
            ArgumentBytes.Restore(["run", "--", "caf\ufffd", ""], [.. "mcpfuzzer\0run\0--\0caf"u8, 0xE9, 0, 0])
        );

    [Fact]
    public void Should_leave_a_replacement_character_when_it_was_typed() =>
        Assert.Equal(["echo", "\ufffd"], ArgumentBytes.Restore(["echo", "\ufffd"], "mcpfuzzer\0echo\0\ufffd\0"u8));

    [Fact]
    public void Should_leave_the_arguments_when_the_command_line_is_another() =>
        Assert.Equal(["caf\ufffd"], ArgumentBytes.Restore(["caf\ufffd"], "mcpfuzzer\0cut off"u8));
}
