using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

public sealed class ReadmeTests
{
    [Fact]
    public void Should_show_only_code_that_is_compiled()
    {
        var compiled = Directory
            .GetFiles(Checkout.PathOf("tests", "McpFuzzer.Actors.Node.Tests", "Readme"), "*.cs")
            .Select(file => WithoutIndent(File.ReadAllText(file)))
            .ToList();
        var blocks = Blocks("csharp");

        Assert.NotEmpty(blocks);
        Assert.All(
            blocks,
            block => Assert.Contains(compiled, text => text.Contains(WithoutIndent(block), StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Should_show_only_command_lines_that_are_understood()
    {
        var lines = Blocks("sh")
            .SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line.StartsWith("dotnet run ", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(lines);
        Assert.All(
            lines,
            line =>
            {
                var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var own = words.SkipWhile(word => word != "--").Skip(1).ToArray();
                Assert.IsNotType<ParsedCommand.Refused>(CommandLineReader.Read(own));
            }
        );
    }

    [Fact]
    public void Should_give_the_test_command_that_the_build_runs()
    {
        Assert.Contains("dotnet test\n", Blocks("sh"));
        Assert.Contains("""Run("dotnet", "test")""", Checkout.Read("build.cake"), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_link_only_to_what_is_there()
    {
        var links = Checkout
            .Read("README.md")
            .Split("](")
            .Skip(1)
            .Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(Path.Exists(Checkout.PathOf(link)), link));
    }

    private static List<string> Blocks(string language) =>
        [
            .. Checkout
                .Read("README.md")
                .Split($"```{language}\n")
                .Skip(1)
                .Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]),
        ];

    private static string WithoutIndent(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
