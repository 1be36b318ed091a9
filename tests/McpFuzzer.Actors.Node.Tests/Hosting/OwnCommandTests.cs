using McpFuzzer.Actors.Node.Hosting;

namespace McpFuzzer.Actors.Node.Tests.Hosting;

public sealed class OwnCommandTests
{
    [Fact]
    public void Should_be_the_executable_when_it_was_started_as_one() =>
        Assert.Equal(["/opt/x/mcpfuzzer"], OwnCommand.Program("/opt/x/mcpfuzzer"));

    [Fact]
    public void Should_be_dotnet_and_the_assembly_when_dotnet_runs_it() =>
        Assert.Equal(
            ["/usr/bin/dotnet", Path.Combine(AppContext.BaseDirectory, "mcpfuzzer.dll")],
            OwnCommand.Program("/usr/bin/dotnet")
        );

    [Theory]
    [InlineData("/w/src/bin/mcpfuzzer", "/w", "src/bin/mcpfuzzer")]
    [InlineData("/w/mcpfuzzer", "/w", "./mcpfuzzer")]
    [InlineData("/opt/mcpfuzzer", "/w", "/opt/mcpfuzzer")]
    [InlineData("sample-server", "/w", "sample-server")]
    public void Should_be_as_short_as_works_in_this_folder_when_it_is_shown(
        string path,
        string workingDirectory,
        string expected
    ) => Assert.Equal(expected, OwnCommand.Shortest(path, workingDirectory));
}
