using System.Runtime.InteropServices;

namespace McpFuzzer;

/// <summary>The child program that misbehaves on demand, for what a shell cannot do.</summary>
public static class TestChild
{
    /// <summary>The argument vector that runs it with a verb (<see cref="Verbs" />) and the verb's arguments.</summary>
    public static IReadOnlyList<string> Command(params string[] args) =>
        [Dotnet(), typeof(TestChild).Assembly.Location, .. args];

    // The dotnet that runs the caller: shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static string Dotnet()
    {
        var root = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        return Path.GetFullPath(Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
    }
}
