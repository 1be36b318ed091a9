namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>Runs of the whole program, one after another, since each starts many processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndGroup
{
    public const string Name = "end to end";
}
