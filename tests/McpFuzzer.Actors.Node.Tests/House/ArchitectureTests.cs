using System.Xml.Linq;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>Dependencies point one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["McpFuzzer.Actors.Contracts"] = [],
        ["McpFuzzer.Actors.Core"] = ["McpFuzzer.Actors.Contracts"],
        ["McpFuzzer.Actors.Os"] = ["McpFuzzer.Actors.Contracts"],
        ["McpFuzzer.Actors.Client"] = ["McpFuzzer.Actors.Contracts"],
        ["McpFuzzer.Actors"] = ["McpFuzzer.Actors.Core", "McpFuzzer.Actors.Os", "McpFuzzer.Actors.Client"],
        ["McpFuzzer.Actors.Mcp"] = ["McpFuzzer.Actors.Client"],
        ["McpFuzzer.Actors.Fuzzing"] = ["McpFuzzer.Actors.Mcp"],
        // Hosts a node with campaigns for one call. It may reference what the executable references, and no project
        // references it.
        ["McpFuzzer.Actors.Testing"] = ["McpFuzzer.Actors", "McpFuzzer.Actors.Fuzzing"],
        ["McpFuzzer.Actors.Node"] = ["McpFuzzer.Actors", "McpFuzzer.Actors.Fuzzing", "McpFuzzer.SampleServer"],
        ["McpFuzzer.SampleServer"] = [],
    };

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
    public void Should_have_exactly_the_projects_of_the_design_when_src_is_listed() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Checkout.PathOf("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Projects))]
    public void Should_reference_exactly_what_the_design_allows_when_a_project_is_read(string project) =>
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

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument
            .Load(Checkout.PathOf("src", project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(item => (string)item.Attribute("Include")!);
}
