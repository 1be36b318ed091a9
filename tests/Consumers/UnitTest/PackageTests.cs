using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using Xunit;

/// <summary>What is in the packages, beside that they work.</summary>
public sealed class PackageTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("MCP_FUZZER_PACKAGES")!;

    private static readonly string[] Ids =
    [
        "McpFuzzer.Actors",
        "McpFuzzer.Actors.Client",
        "McpFuzzer.Actors.Contracts",
        "McpFuzzer.Actors.Core",
        "McpFuzzer.Actors.Fuzzing",
        "McpFuzzer.Actors.Mcp",
        "McpFuzzer.Actors.Os",
        "McpFuzzer.Actors.Testing",
    ];

    public static TheoryData<string> Libraries => new(Ids);

    public static TheoryData<string> All => new([.. Ids, "mcpfuzzer"]);

    [Theory]
    [MemberData(nameof(All))]
    public void Should_state_its_description_licence_and_commit(string id)
    {
        using var package = Open(id);
        var metadata = Elements(package).First(element => element.Name.LocalName == "metadata");

        Assert.NotNull(package.GetEntry("README.md"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("Apache-2.0", Value(metadata, "license"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)Child(metadata, "repository").Attribute("commit"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Should_hold_the_documentation_of_its_assembly(string id)
    {
        using var package = Open(id);

        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
    }

    /// <summary>The packages share internals, and so only those of one build work together.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Should_depend_on_exactly_its_own_version_of_the_others(string id)
    {
        using var package = Open(id);
        var own = Elements(package)
            .Where(element => element.Name.LocalName == "dependency")
            .Where(element => ((string)element.Attribute("id")!).StartsWith("McpFuzzer.", StringComparison.Ordinal));

        Assert.All(own, dependency => Assert.Equal("[0.1.0]", (string?)dependency.Attribute("version")));
    }

    /// <summary>
    /// No public host has the sources, so the symbols hold them. Paths of the machine that built them would lead no
    /// debugger anywhere.
    /// </summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Should_have_symbols_that_hold_the_sources_by_their_place_in_the_repository(string id)
    {
        using var package = Open(id);
        using var copy = new MemoryStream();
        using (var pdb = package.GetEntry($"lib/net10.0/{id}.pdb")!.Open())
        {
            pdb.CopyTo(copy);
        }

        copy.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        var reader = provider.GetMetadataReader();

        Assert.NotEmpty(reader.Documents);
        Assert.All(
            reader.Documents,
            document =>
            {
                var source = reader.GetString(reader.GetDocument(document).Name);
                Assert.StartsWith("/_", source, StringComparison.Ordinal);
                Assert.True(HoldsSource(reader, document), source);
            }
        );
    }

    /// <summary>A package has no other page of the repository beside its readme.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Should_have_a_readme_of_its_own_whose_links_work_outside_of_the_repository(string id)
    {
        using var package = Open(id);
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        var text = reader.ReadToEnd();

        Assert.StartsWith($"# {id}\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("](").Skip(1), link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
    }

    // Embedded source of the format of portable PDBs.
    private static bool HoldsSource(MetadataReader reader, DocumentHandle document) =>
        reader
            .GetCustomDebugInformation(document)
            .Select(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind))
            .Contains(new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE"));

    private static ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.0.1.0.nupkg"));

    private static IEnumerable<XElement> Elements(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec")).Open();
        return XDocument.Load(nuspec).Descendants();
    }

    private static string Value(XElement metadata, string name) => Child(metadata, name).Value;

    private static XElement Child(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name);
}
