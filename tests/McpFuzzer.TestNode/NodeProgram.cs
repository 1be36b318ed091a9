using System.Runtime.InteropServices;

namespace McpFuzzer.TestNode;

/// <summary>The command lines that start this program.</summary>
public static class NodeProgram
{
    /// <summary>Returns the argument vector of a node.</summary>
    /// <param name="settings">The node's settings.</param>
    public static IReadOnlyList<string> Command(NodeSettings settings) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, .. settings.ToArguments()];

    /// <summary>
    /// Returns the argument vector of a member of a new cluster that runs the operations of the tests until the end of
    /// its stdin.
    /// </summary>
    /// <param name="stateFolder">The state folder of the user whose certificates it has.</param>
    public static IReadOnlyList<string> Worker(string stateFolder) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, "worker", stateFolder];

    /// <summary>The argument vector of a client that owns a process on a node, until the end of its stdin.</summary>
    /// <param name="stateFolder">Of the user whose certificates it has.</param>
    /// <param name="isMember">Whether it joins the node's cluster.</param>
    /// <param name="node">The node, as HOST:PORT.</param>
    public static IReadOnlyList<string> Owner(string stateFolder, bool isMember, string node) =>
        [Dotnet, typeof(NodeProgram).Assembly.Location, "owner", stateFolder, isMember ? "member" : "outside", node];

    // The dotnet that runs the caller: shared/Microsoft.NETCore.App/<version>/ lies below it.
    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
