using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Samples.Tests;

/// <summary>docs/cluster.md shows each file of the sample, as it is compiled.</summary>
public sealed class ClusterPageTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    [Fact]
    public void Should_show_each_file_of_the_sample_and_no_other_code()
    {
        var page = File.ReadAllText(Path.Combine(Tests, "..", "docs", "cluster.md"));
        var files = Directory
            .GetFiles(Path.Combine(Tests, "McpFuzzer.Actors.Samples.Cluster"), "*.cs")
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        var shown = page.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0]);

        Assert.Equal(files.Values.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.All(files.Keys, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
