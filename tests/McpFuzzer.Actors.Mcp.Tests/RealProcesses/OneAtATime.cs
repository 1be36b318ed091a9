namespace McpFuzzer.Actors.Mcp.Tests.RealProcesses;

/// <summary>Tests that start processes run one after another, beside those that don't.</summary>
[CollectionDefinition(nameof(OneAtATime))]
public sealed class OneAtATime;
