using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Samples.Tests;

/// <summary>docs/embedding.md shows blocks of one program, which is compiled and run.</summary>
public sealed class EmbeddingPageTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    [Fact]
    public void Should_show_only_blocks_of_the_program()
    {
        var page = File.ReadAllText(Path.Combine(Tests, "..", "docs", "embedding.md"));
        var program = Lines(
            File.ReadAllText(Path.Combine(Tests, "McpFuzzer.Actors.Samples", "Pages", "EmbeddingPage.cs"))
        );
        var sections = page.Split("\n## Options\n")[1].Split("\n## Logs\n")[0];
        var blocks = sections.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0]).ToList();

        Assert.Equal(9, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Lines(block), program, StringComparison.Ordinal));
    }

    /// <summary>The code as its lines, without what depends on where it stands.</summary>
    private static string Lines(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string file = "") => file;
}
