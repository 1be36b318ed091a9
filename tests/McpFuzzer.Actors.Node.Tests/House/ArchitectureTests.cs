using System.Xml.Linq;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Dependencies point one way, by the table in docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = Checkout
        .Read("docs", "architecture.md")
        .Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells is ["", ['M', 'c', 'p', 'F', ..], _, _, ""])
        .ToDictionary(cells => cells[1], cells => cells[3] is "–" ? [] : cells[3].Split(", "), StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["McpFuzzer.Actors.Contracts"] = [],
        ["McpFuzzer.Actors.Core"] = [],
        ["McpFuzzer.Actors.Os"] = [],
        ["McpFuzzer.Actors.Client"] = ["Akka", "Google.Protobuf", "Grpc.Tools"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    public static TheoryData<string> ProjectsWithPackageRule => [.. Packages.Keys];

    [Fact]
    public void Should_name_exactly_the_projects_in_src() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Checkout.PathOf("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Projects))]
    public void Should_reference_exactly_what_the_table_names(string project) =>
        Assert.Equal(
            Allowed[project].Order(StringComparer.Ordinal),
            Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(ProjectsWithPackageRule))]
    public void Should_take_no_further_package_when_a_project_is_a_foundation(string project) =>
        Assert.Equal(Packages[project], Items(project, "PackageReference"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Should_be_in_the_solution_when_it_is_in_src(string project) =>
        Assert.Contains($"\"{project}\"", Checkout.Read("McpFuzzer.Actors.sln"), StringComparison.Ordinal);

    [Fact]
    public void Should_be_in_the_solution_when_it_is_in_tests()
    {
        var solution = Checkout.Read("McpFuzzer.Actors.sln");
        var projects = Directory
            .GetDirectories(Checkout.PathOf("tests"))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.All(projects, project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_draw_exactly_the_references_of_the_table()
    {
        var drawn = Checkout
            .Read("docs", "architecture.md")
            .Split('\n')
            .Select(line => line.Split(" --> "))
            .Where(ends => ends.Length == 2)
            .Select(ends => (From: ends[0].Trim(), To: ends[1].Trim()));
        var allowed = Allowed.SelectMany(project => project.Value.Select(to => (Short(project.Key), Short(to))));

        Assert.Equal(allowed.Order(), drawn.Order());
    }

    private static string Short(string project) => project.Split('.')[^1];

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument
            .Load(Checkout.PathOf("src", project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(item => (string)item.Attribute("Include")!);
}
