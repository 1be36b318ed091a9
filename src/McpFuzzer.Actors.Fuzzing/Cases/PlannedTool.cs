using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>A tool of a plan. Its schema is parsed when its first case is due.</summary>
internal sealed class PlannedTool(McpTool tool, PatternBook patterns)
{
    private ToolSchema? _schema;

    public string Name => tool.Name;

    public ToolSchema Schema => _schema ??= new ToolSchema(tool, patterns);
}
