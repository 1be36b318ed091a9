using System.Runtime.InteropServices;

namespace McpFuzzer.TestNode;

/// <summary>This program, as others start it.</summary>
public static class NodeProgram
{
    /// <summary>The argument vector that runs it.</summary>
    /// <param name="settings">What the node is to be.</param>
    public static IReadOnlyList<string> Command(NodeSettings settings) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, .. settings.ToArguments()];

    // The dotnet that runs the caller: shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
