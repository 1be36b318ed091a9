namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The methods that a client of either era sends, and the notifications that it handles.</summary>
internal static class McpMethods
{
    public const string Discover = "server/discover";
    public const string Initialize = "initialize";
    public const string Initialized = "notifications/initialized";
    public const string Ping = "ping";
    public const string ListTools = "tools/list";
    public const string CallTool = "tools/call";
    public const string ToolsChanged = "notifications/tools/list_changed";
    public const string Progress = "notifications/progress";
}
