namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A fact about servers that run on node. Where node or the servers are missing it is skipped and says so; in CI (<c>CI=true</c>) it runs, and fails, instead.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!NodeServers.AreInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "needs node, and npm ci --prefix tests/mcp-servers";
        }
    }
}
