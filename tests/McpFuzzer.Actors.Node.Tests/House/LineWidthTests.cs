using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>No line of code, comment or prose is wider than 120 columns.</summary>
public sealed partial class LineWidthTests
{
    private const int Widest = 120;

    private static readonly string[] Folders = ["docs", "hocon", "src", "tests"];

    private static readonly string[] Kinds = [".md", ".cs", ".conf", ".proto"];

    private static readonly string[] NotOurs = ["bin", "obj", "TestResults", "node_modules"];

    private static IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Checkout.Root)
            .Concat(Folders.SelectMany(folder => Below(Checkout.PathOf(folder))))
            .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            .Select(file => Path.GetRelativePath(Checkout.Root, file)),
    ];

    [Fact]
    public void Should_read_pages_sources_and_settings()
    {
        Assert.Contains("README.md", Files);
        Assert.Contains("docs/run.md", Files);
        Assert.Contains("hocon/run.conf", Files);
        Assert.Contains("tests/McpFuzzer.Actors.Node.Tests/House/LineWidthTests.cs", Files);
    }

    [Fact]
    public void Should_wrap_each_line_when_it_is_not_data() =>
        Assert.Empty(
            Files.SelectMany(file =>
                File.ReadLines(Checkout.PathOf(file))
                    .Select((line, index) => (Text: line, Place: $"{file}:{index + 1}"))
                    .Where(line => line.Text.Length > Widest && !IsRow(file, line.Text) && !IsJson(file, line.Text))
                    .Select(line => line.Place)
            )
        );

    [Theory]
    [InlineData("docs/a.md", "| a row of a table |", true)]
    [InlineData("docs/a.md", "a | b", false)]
    [InlineData("src/a.cs", "| a row |", false)]
    public void Should_let_a_row_of_a_table_be_wide(string file, string line, bool isRow) =>
        Assert.Equal(isRow, IsRow(file, line));

    [Theory]
    [InlineData("tests/a.cs", """    {"type":"object","required":["a"]}""", true)]
    [InlineData("tests/a.cs", """    "replay": "mcpfuzzer replay",""", true)]
    [InlineData("tests/a.cs", """    Assert.Equal("a", b);""", false)]
    [InlineData("tests/a.cs", """    /// "a": the first.""", false)]
    [InlineData("src/a.cs", """    {"type":"object"}""", false)]
    public void Should_let_JSON_in_a_test_be_wide(string file, string line, bool isJson) =>
        Assert.Equal(isJson, IsJson(file, line));

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(below => !NotOurs.Contains(Path.GetFileName(below), StringComparer.Ordinal))
            .SelectMany(Below)
            .Concat(Directory.EnumerateFiles(folder));

    private static bool IsRow(string file, string line) =>
        file.EndsWith(".md", StringComparison.Ordinal) && line.StartsWith('|');

    private static bool IsJson(string file, string line) =>
        file.StartsWith("tests", StringComparison.Ordinal) && Member().IsMatch(line) && !Comment().IsMatch(line);

    /// <summary>A member of a JSON object: its name in quotes, and a colon.</summary>
    [GeneratedRegex("\"[^\"\\s]+\":")]
    private static partial Regex Member();

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();
}
