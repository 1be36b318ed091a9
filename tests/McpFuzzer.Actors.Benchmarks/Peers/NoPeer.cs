namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>An operating-system process for a scenario that brings what it measures, with nothing beside it.</summary>
internal sealed class NoPeer : IPeer
{
    public Task<IChild> StartAsync(ChildOrder order) => throw Unasked();

    public Task<int> RunManyAsync(ChildOrder order, int atOnce, TimeSpan length) => throw Unasked();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NotSupportedException Unasked() => new("this peer starts nothing");
}
