using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpFuzzer.SampleServer.Tools;

/// <summary>One tool: its description and its action.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description, for the caller.</param>
/// <param name="InputSchema">The JSON Schema of its arguments.</param>
/// <param name="CallAsync">Its action.</param>
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
