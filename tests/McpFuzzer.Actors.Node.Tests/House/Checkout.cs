using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Node.Tests.House;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "McpFuzzer.Actors.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"no checkout above {here}");
        }

        return folder.FullName;
    }
}
