using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using McpFuzzer.SampleServer.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpFuzzer.SampleServer;

/// <summary>
/// A real MCP server on the official SDK, with planted bugs for a fuzzer to find. It speaks on standard input and
/// output. <c>docs/sample-server.md</c> lists its tools and the bug of each.
/// </summary>
public static class SampleMcpServer
{
    /// <summary>
    /// Serves until standard input ends or <paramref name="cancellation" /> is requested. Returns the exit code; one of
    /// the bugs exits before that.
    /// </summary>
    /// <param name="args">Must be empty.</param>
    /// <param name="cancellation">Ends the server.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Count > 0)
        {
            await Console.Error.WriteLineAsync($"sample-server takes no arguments, but got '{args[0]}'");
            return 2;
        }

        await using var output = new SharedOutput(Console.OpenStandardOutput());
        await ServeAsync(Console.OpenStandardInput(), output, cancellation);
        return 0;
    }

    private static async Task ServeAsync(Stream input, SharedOutput output, CancellationToken cancellation)
    {
        var tools = SampleTools.All(output).ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        await using var transport = new StreamServerTransport(input, output, "mcpfuzzer-sample");
        await using var server = McpServer.Create(
            transport,
            new McpServerOptions
            {
                ServerInfo = new Implementation { Name = "mcpfuzzer-sample", Version = "1.0.0" },
                Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
                Handlers = new McpServerHandlers
                {
                    ListToolsHandler = (_, _) =>
                        ValueTask.FromResult(
                            new ListToolsResult { Tools = [.. tools.Values.Select(tool => tool.Describe())] }
                        ),
                    CallToolHandler = (request, _) => CallAsync(tools, request.Params),
                },
            }
        );

        try
        {
            await server.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Requested: the caller ends the server in order.
        }
    }

    private static async ValueTask<CallToolResult> CallAsync(
        Dictionary<string, SampleTool> tools,
        CallToolRequestParams? call
    )
    {
        if (call is null || !tools.TryGetValue(call.Name, out var tool))
        {
            throw new McpProtocolException($"Unknown tool: {call?.Name}", McpErrorCode.InvalidParams);
        }

        try
        {
            return await tool.CallAsync(new ToolArguments(call.Arguments ?? NoArguments));
        }
        catch (ToolInputException rejection)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = rejection.Message }] };
        }
    }

    [SuppressMessage("Usage", "MA0016", Justification = "The SDK requires its own type.")]
    private static readonly Dictionary<string, JsonElement> NoArguments = [];
}
