using Akka.Configuration;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/embedding.md")]
    public void Should_show_only_code_that_is_compiled(string page)
    {
        var compiled = Page.Sources(".cs");
        var blocks = Page.Blocks(page, "csharp");

        Assert.NotEmpty(blocks);
        Assert.All(
            blocks,
            block =>
                Assert.Contains(compiled, text => text.Contains(Page.WithoutIndent(block), StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/embedding.md")]
    public void Should_show_the_reference_lines_that_the_package_test_uses(string page)
    {
        var projects = Page.Sources(".csproj");
        var references = Page.Blocks(page, "xml").Where(block => block.Contains("PackageReference")).ToList();

        Assert.NotEmpty(references);
        Assert.All(
            references,
            block =>
                Assert.Contains(projects, text => text.Contains(Page.WithoutIndent(block), StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Should_show_only_settings_that_are_accepted() =>
        Assert.All(
            Page.Blocks("docs/embedding.md", "hocon"),
            block =>
                RuntimeConfiguration.From(
                    ConfigurationFactory.ParseString(block).WithFallback(RuntimeConfiguration.Reference)
                )
        );

    /// <summary>A README snippet is a whole file: a reader copies it, with its usings.</summary>
    [Fact]
    public void Should_show_whole_files_in_the_README() =>
        Assert.All(Page.Blocks("README.md", "csharp"), block => Assert.StartsWith("using ", block));

    [Fact]
    public void Should_show_only_command_lines_that_are_understood()
    {
        var lines = Page.Blocks("README.md", "sh")
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
                Assert.True(TypedLine.Of(own).InvokeAsync(_ => { }, _ => Task.FromResult(0)).IsCompletedSuccessfully);
            }
        );
    }

    [Fact]
    public void Should_show_the_test_command_that_the_build_runs()
    {
        Assert.Contains("dotnet test\n", Page.Blocks("README.md", "sh"));
        Assert.Contains("""Run("dotnet", "test")""", Checkout.Read("build.cake"), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_link_only_to_pages_that_exist()
    {
        var links = Checkout
            .Read("README.md")
            .Split("](")
            .Skip(1)
            .Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(Path.Exists(Checkout.PathOf(link)), link));
    }
}
