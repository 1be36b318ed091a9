using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>
/// Each hand-written piece below the actors names at its top the hazard or the figure that needs it, and every name
/// exists.
/// </summary>
public sealed partial class CitationTests
{
    private const string Name = "name";

    /// <summary>Folders whose every class names its reason.</summary>
    private static readonly string[] Folders =
    [
        "McpFuzzer.Actors.Contracts/Collections",
        "McpFuzzer.Actors.Os/Linux/Containment",
        "McpFuzzer.Actors.Os/Linux/External",
        "McpFuzzer.Actors.Os/Linux/Measuring",
        "McpFuzzer.Actors.Os/Starting",
        "McpFuzzer.Actors.Os/Threads",
        "McpFuzzer.Actors/Threads",
    ];

    /// <summary>What a promise needs that is neither a hazard nor a figure.</summary>
    private static readonly string[] NeededByAPromise =
    [
        // Changes of the environment over the inherited or the clean base.
        "ChildEnvironment.cs",
        // The count in a status, and in findings of leaked descriptors.
        "DescriptorCount.cs",
    ];

    private static readonly string[] Hazards =
    [
        .. Checkout
            .Read("docs", "hazards.md")
            .Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 2 && int.TryParse(cells[1], out _))
            .Select(cells => cells[1]),
    ];

    private static readonly string[] Figures =
    [
        .. Checkout
            .Read("docs", "performance.md")
            .Split('\n')
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..]),
    ];

    public static TheoryData<string> Pieces =>
        [
            .. Folders
                .SelectMany(folder => Directory.GetFiles(Checkout.PathOf(["src", .. folder.Split('/')]), "*.cs"))
                .Select(path => Path.GetRelativePath(Checkout.PathOf("src"), path))
                .Where(path => IsPiece(Path.GetFileName(path)) && ClassPattern().IsMatch(Source(path))),
        ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Should_name_its_reason_when_it_is_a_piece_below_the_actors(string file)
    {
        var text = CommentsOf(file);

        Assert.True(HazardPattern().IsMatch(text) || FigurePattern().IsMatch(text), $"{file} names no reason");
    }

    [Fact]
    public void Should_name_only_hazards_that_the_page_has()
    {
        var named = Named(HazardPattern()).SelectMany(capture => NumberPattern().Matches(capture)).ToList();

        Assert.True(named.Count > 60, $"{named.Count} hazards are named");
        Assert.All(named, number => Assert.Contains(number.Value, Hazards));
    }

    [Fact]
    public void Should_name_only_figures_that_the_page_has()
    {
        var named = Named(FigurePattern()).ToList();

        Assert.True(named.Count > 15, $"{named.Count} figures are named");
        Assert.All(named, name => Assert.Contains(Figures, heading => BeginsWith(heading, name)));
    }

    /// <summary>A heading may be cited by its beginning.</summary>
    private static bool BeginsWith(string heading, string name) =>
        heading.StartsWith(name, StringComparison.Ordinal)
        && (heading.Length == name.Length || heading[name.Length] is ' ' or ',');

    private static IEnumerable<string> Named(Regex pattern) =>
        Directory
            .EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.PathOf("src"), path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(path => pattern.Matches(CommentsOf(path)))
            .SelectMany(match => match.Groups[Name].Captures)
            .Select(capture => capture.Value);

    /// <summary>A continuation of a class is a file with two dots.</summary>
    private static bool IsPiece(string file) => file.Count(one => one == '.') == 1 && !NeededByAPromise.Contains(file);

    private static string Source(string file) => Checkout.Read("src", file);

    /// <summary>The documentation in one line.</summary>
    private static string CommentsOf(string file) => CommentPattern().Replace(Source(file), " ");

    [GeneratedRegex(@"\s*\n\s*/// ?")]
    private static partial Regex CommentPattern();

    [GeneratedRegex(
        @"^(internal|public) .*\b(class|interface) ",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ClassPattern();

    [GeneratedRegex(@"docs/hazards\.md, (?<name>\d+(( to|,| and) \d+)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex HazardPattern();

    [GeneratedRegex(
        """
            docs/performance\.md, "(?<name>[^"]+)"( and "(?<name>[^"]+)")*
            """,
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex FigurePattern();

    [GeneratedRegex(@"\d+")]
    private static partial Regex NumberPattern();
}
