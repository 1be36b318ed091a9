using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class InnermostErrorTests
{
    [Theory]
    [InlineData("tool x: Cannot read properties of undefined (reading 'y')", "TypeError at y")]
    [InlineData("Cannot set properties of null (setting 'y')", "TypeError at y")]
    [InlineData("input.a[0].y is not a function", "TypeError at y")]
    [InlineData("y is not a function", "y is not a function")]
    [InlineData("Cannot set property of null. Sorry", "Cannot set property of null")]
    [InlineData("Error: args.map is not a function", "TypeError at map")]
    [InlineData("failed: x is not iterable", "x is not iterable")]
    [InlineData("Error executing a: 'NoneType' object has no attribute 'b'", "'NoneType' object has no attribute 'b'")]
    [InlineData("oops KeyError: 'a'\nmore", "KeyError: 'a'")]
    [InlineData(
        "runtime error: invalid memory address or nil pointer dereference",
        "invalid memory address or nil pointer dereference"
    )]
    [InlineData("java.lang.NullPointerException: x", "NullPointerException")]
    [InlineData(
        "a: Object reference not set to an instance of an object.",
        "Object reference not set to an instance of an object"
    )]
    [InlineData("called `Option::unwrap()` on a `None` value", "called `Option::unwrap()` on a `None` value")]
    [InlineData("Command failed: git log", InnermostError.FailedCommand)]
    [InlineData("git exited with code 128", InnermostError.FailedCommand)]
    [InlineData("exit status 1", InnermostError.FailedCommand)]
    [InlineData("exit status 0", null)]
    [InlineData(
        "The argument 'args[2]' must be a string without null bytes. Received 'a'",
        InnermostError.FailedCommand
    )]
    [InlineData("open /a/b: no such file or directory", "no such file or directory")]
    [InlineData("open file:/a: No such file or directory (os error 2)", "no such file or directory")]
    [InlineData("ENOENT: /a", "no such file or directory")]
    [InlineData("EACCES: /a", "permission denied")]
    [InlineData("read /a: is a directory", "is a directory")]
    [InlineData("no such file", null)]
    [InlineData("", null)]
    public void Should_find_the_innermost_failure(string message, string? found) =>
        Assert.Equal(found, InnermostError.Of(message));

    [Fact]
    public void Should_read_no_more_than_its_bound()
    {
        Assert.NotNull(InnermostError.Of(new string(' ', 4_082) + "exit status 1"));
        Assert.Null(InnermostError.Of(new string(' ', 4_096) + "exit status 1"));
    }
}
