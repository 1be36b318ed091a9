using System.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Tests.Starting;

public sealed class ShebangTests
{
    [Theory]
    [InlineData("#!/bin/sh\n", "/bin/sh")]
    [InlineData("#! /bin/sh -e\n", "/bin/sh")]
    [InlineData("#!\t/usr/bin/env\tnode\n", "/usr/bin/env")]
    [InlineData("#!/bin/sh", "/bin/sh")]
    [InlineData("#!/bin/sh\r\n", "/bin/sh\r")]
    [InlineData("#!relative\n", "relative")]
    [InlineData("#!\n", null)]
    [InlineData("#", null)]
    [InlineData("", null)]
    [InlineData(" #!/bin/sh\n", null)]
    [InlineData("\u007fELF", null)]
    public void Should_read_the_interpreter_when_there_is_one(string head, string? interpreter) =>
        Assert.Equal(interpreter, Shebang.Parse(Encoding.UTF8.GetBytes(head)));
}
