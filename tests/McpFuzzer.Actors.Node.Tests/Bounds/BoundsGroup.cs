namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>Tests that change bounds, which all tests share, for a moment.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BoundsGroup
{
    public const string Name = "bounds";
}
