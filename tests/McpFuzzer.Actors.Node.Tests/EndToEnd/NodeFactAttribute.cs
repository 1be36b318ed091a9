namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A fact about servers that run on node. It is skipped with a reason where node or the servers are missing; in CI
/// (<c>CI=true</c>) it fails instead.
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
