using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.Readme;

/// <summary>A Markdown page of the repository, and what its blocks must agree with.</summary>
internal static class Page
{
    // Compiled and run: by the tests of the solution, and by .ci/consumers against the packages.
    private static readonly string[] Folders =
    [
        "Consumers",
        "McpFuzzer.Actors.Node.Tests/Readme",
        "McpFuzzer.Actors.Samples",
    ];

    /// <summary>Returns the blocks of a language, in the order of the page.</summary>
    public static List<string> Blocks(string page, string language) =>
        [
            .. Checkout
                .Read(page.Split('/'))
                .Split($"```{language}\n")
                .Skip(1)
                .Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]),
        ];

    /// <summary>Returns the files with which a snippet may agree, by the end of their names.</summary>
    public static List<string> Sources(string extension) =>
        [
            .. Folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        Checkout.PathOf("tests", folder),
                        $"*{extension}",
                        SearchOption.AllDirectories
                    )
                )
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
                .Select(file => WithoutIndent(File.ReadAllText(file))),
        ];

    /// <summary>Returns the code as its lines, without what depends on where it stands.</summary>
    public static string WithoutIndent(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
