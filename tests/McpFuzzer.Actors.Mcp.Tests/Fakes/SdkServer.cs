using McpFuzzer.Actors.Contracts.Processes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>A real server on the official SDK, of both eras, with one tool: <c>add</c>.</summary>
internal static class SdkServer
{
    public static async Task<ProcessExit?> RunAsync(ScriptedPeer peer, int incarnation)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "adder", Version = "1" },
            ToolCollection = [McpServerTool.Create((int a, int b) => a + b, new() { Name = "add" })],
        };
        await using var transport = new StreamServerTransport(peer.ServerInput, peer.ServerOutput);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync();
        return null;
    }
}
