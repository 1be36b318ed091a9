namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>The C program, which is an MCP server too: <c>echo</c>.</summary>
internal static class NativeServer
{
    /// <summary>Its argument vector, in the process of a peer.</summary>
    public static string Path =>
        Environment.GetEnvironmentVariable(PeerProcess.NativeVariable)
        ?? throw new InvalidOperationException($"{PeerProcess.NativeVariable} is not set");
}
