using System.Runtime.InteropServices;

namespace McpFuzzer.TestNode;

/// <summary>This program, as others start it.</summary>
public static class NodeProgram
{
    /// <summary>The argument vector that runs it.</summary>
    /// <param name="settings">What the node is to be.</param>
    public static IReadOnlyList<string> Command(NodeSettings settings) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, .. settings.ToArguments()];

    /// <summary>The argument vector of a member of a new cluster that runs the operations of the tests, until the end of its stdin.</summary>
    /// <param name="stateFolder">Of the user whose certificates it has.</param>
    public static IReadOnlyList<string> Worker(string stateFolder) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, "worker", stateFolder];

    // The dotnet that runs the caller: shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
