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
}
