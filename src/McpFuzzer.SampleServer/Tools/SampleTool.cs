using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpFuzzer.SampleServer.Tools;

/// <summary>One tool: how it describes itself, and what it does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">For the caller.</param>
/// <param name="InputSchema">JSON Schema of the arguments.</param>
/// <param name="CallAsync">What it does.</param>
internal sealed record SampleTool(
    string Name,
    string Description,
    string InputSchema,
    Func<ToolArguments, Task<CallToolResult>> CallAsync
)
{
    public Tool Describe()
    {
        using var schema = JsonDocument.Parse(InputSchema);
        return new Tool
        {
            Name = Name,
            Description = Description,
            InputSchema = schema.RootElement.Clone(),
        };
    }

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}
