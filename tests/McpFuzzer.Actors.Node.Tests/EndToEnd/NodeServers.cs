using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>The real servers that tests/mcp-servers installs by its lock file.</summary>
internal static class NodeServers
{
    public static bool AreInstalled { get; } =
        IsOnPath("node") && File.Exists(Script("server-everything")) && File.Exists(Script("server-memory"));

    /// <summary>The argument vector of a server.</summary>
    public static string[] Command(string server, params string[] arguments) => ["node", Script(server), .. arguments];

    private static string Script(string server) =>
        Checkout.PathOf("tests", "mcp-servers", "node_modules", "@modelcontextprotocol", server, "dist", "index.js");

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, command)));
}
