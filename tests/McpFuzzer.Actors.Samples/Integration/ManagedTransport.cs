using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Transport;
using ModelContextProtocol.Client;

namespace McpFuzzer.Actors.Samples.Integration;

/// <summary>The official SDK's client over a server that the manager supervises.</summary>
public static class ManagedTransport
{
    /// <summary>Connects, lists the tools, disconnects.</summary>
    /// <param name="server">
    /// The server's argument vector. The original splits a string at its blanks, so that no argument can hold one.
    /// </param>
    /// <param name="output">Receives the names of the tools.</param>
    public static async Task RunAsync(IReadOnlyList<string> server, TextWriter output)
    {
        await using var node = await SampleNode.StartAsync();
        var transport = new ManagedStdioTransport(
            node.Manager,
            new ProcessSpec
            {
                Command = server,
                Name = "stdio_server",
                Timeout = TimeSpan.FromSeconds(30),
            }
        );

        // Connect, which starts the process
        await using (var client = await McpClient.CreateAsync(transport))
        {
            // Use the transport for fuzzing
            var tools = await client.ListToolsAsync();
            output.WriteLine($"Available tools: {string.Join(", ", tools.Select(tool => tool.Name))}");
        }

        // Disconnected, which stops it
        var running = await node.Processes.ListAsync(ProcessPhase.Running);
        output.WriteLine($"Running: {running.Count}");
        await node.Processes.ShutdownAsync();
    }
}
