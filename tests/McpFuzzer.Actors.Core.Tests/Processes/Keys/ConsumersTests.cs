using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes.Keys;

public sealed class ConsumersTests
{
    private static readonly ProcessKey A = new("a");
    private static readonly ProcessKey B = new("b");
    private static readonly ProcessKey C = new("c");
    private static readonly SenderId Alice = new("alice");
    private static readonly SenderId Bob = new("bob");

    [Fact]
    public void Should_free_every_key_of_a_consumer_that_has_ended()
    {
        var consumers = Consumers.None.Set(A, Alice).Set(B, Bob).Set(C, Alice);
        Assert.True(consumers.Contains(Alice));

        consumers = consumers.Remove(Alice);

        Assert.Equal((null, Bob, null), (consumers.Find(A), consumers.Find(B), consumers.Find(C)));
        Assert.False(consumers.Contains(Alice));
        Assert.Same(consumers, consumers.Remove(Alice));
    }
}
