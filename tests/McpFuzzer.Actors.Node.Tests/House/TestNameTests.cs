using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Test names are plain English, with the words of the glossary.</summary>
public sealed partial class TestNameTests
{
    private static readonly string[] Banned =
    [
        .. "refuse refuses refused refusal tell tells telling told said asker asked".Split(' '),
        .. "judge judged judgement insist insists vain anew ours ourselves".Split(' '),
        .. "somebody nobody nobodys everybody anybody whoever whatever".Split(' '),
    ];

    private static IReadOnlyList<(string File, string Name)> Names { get; } =
    [
        .. Directory
            .EnumerateFiles(Checkout.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(file => NamesIn(File.ReadAllText(file)).Select(name => (Path.GetFileName(file), name))),
    ];

    [Fact]
    public void Should_find_the_names_when_the_tests_are_read()
    {
        Assert.Contains(("TestNameTests.cs", nameof(Should_find_the_names_when_the_tests_are_read)), Names);
        Assert.True(Names.Count > 2_000, $"{Names.Count} names");
    }

    [Fact]
    public void Should_hold_no_banned_word_when_split_at_underscores() =>
        Assert.Empty(Names.Where(test => BannedIn(test.Name).Count > 0).Select(test => $"{test.File}: {test.Name}"));

    [Theory]
    [InlineData("Should_reply_once", "")]
    [InlineData("Should_foretell_the_end", "")]
    [InlineData("Should_be_Told_when_whoever_waits", "Told whoever")]
    public void Should_compare_whole_words_without_regard_to_case(string name, string banned) =>
        Assert.Equal(banned, string.Join(' ', BannedIn(name)));

    private static IEnumerable<string> NamesIn(string source) =>
        Declaration().Matches(source).Select(match => match.Groups[1].Value);

    private static List<string> BannedIn(string name) =>
        [.. name.Split('_').Where(word => Banned.Contains(word, StringComparer.OrdinalIgnoreCase))];

    /// <summary>A method; a name in a string, such as those in this file, has a quote before it.</summary>
    [GeneratedRegex(@"[\w>] (Should_\w+)\(")]
    private static partial Regex Declaration();
}
