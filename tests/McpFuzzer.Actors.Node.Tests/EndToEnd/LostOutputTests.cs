namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>Runs whose own stdout or stderr cannot be written.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class LostOutputTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Should_end_as_usual_when_stderr_is_not_writable()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var result = await _program.RunRedirectedAsync("2>/dev/full", "fuzz", "--", "nosuchcommand");

        Assert.Equal(3, result.ExitCode);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public async Task Should_exit_4_with_one_line_when_stdout_is_not_writable(string redirection)
    {
        if (redirection.Contains("full", StringComparison.Ordinal) && !File.Exists("/dev/full"))
        {
            return;
        }

        var result = await _program.RunRedirectedAsync(redirection, "--version");

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith(
            "mcpfuzzer: can't write to stdout: ",
            Assert.Single(result.ErrorLines),
            StringComparison.Ordinal
        );
    }
}
