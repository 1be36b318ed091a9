using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>Rules for every page.</summary>
public sealed class PagesTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(Checkout.Root, "*.md")
                .Concat(Directory.GetFiles(Checkout.PathOf("docs"), "*.md"))
                .Select(page => Path.GetRelativePath(Checkout.Root, page)),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Should_link_only_to_files_that_exist(string page)
    {
        var folder = Path.GetDirectoryName(Checkout.PathOf(page))!;
        var targets = Checkout
            .Read(page)
            .Split("](")
            .Skip(1)
            .Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)].Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), target));
    }

    /// <summary>.ci/consumers saves it, and names the folder of the checkout in it.</summary>
    [Fact]
    public void Should_name_the_source_of_the_packages_in_the_same_words_where_they_are_used() =>
        Assert.Equal(
            Assert.Single(Page.Blocks("docs/embedding.md", "xml"), IsSource),
            Assert.Single(Page.Blocks("docs/cluster.md", "xml"), IsSource)
        );

    private static bool IsSource(string block) =>
        block.Contains("value=\"path/to/artifacts/packages\"", StringComparison.Ordinal);
}
