using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes.Keys;

public sealed class StopBatchTests
{
    private static readonly ProcessKey A = new("a");
    private static readonly ProcessKey B = new("B");

    [Fact]
    public void Should_be_complete_when_it_has_an_outcome_for_each_key()
    {
        var batch = StopBatch.Of([A, B]);
        Assert.False(batch.IsComplete);
        batch = batch.Settle(A, Outcome(A));
        Assert.False(batch.IsComplete);
        batch = batch.Settle(B, Outcome(B));

        Assert.True(batch.IsComplete);
        Assert.Equal([Outcome(B), Outcome(A)], batch.Outcomes);
        Assert.True(StopBatch.Of([]).IsComplete);
    }

    [Fact]
    public void Should_take_the_first_outcome_of_its_own_keys_only()
    {
        var batch = StopBatch.Of([A]).Settle(B, Outcome(B)).Settle(A, Outcome(A)).Settle(A, Outcome(B));

        Assert.Equal([Outcome(A)], batch.Outcomes);
    }

    [Fact]
    public void Should_leave_the_earlier_batch_unchanged() =>
        Gen.Int[0, 5]
            .Sample(count =>
            {
                var keys = Enumerable.Range(0, count).Select(number => new ProcessKey($"k{number}")).ToList();
                var empty = StopBatch.Of(keys);
                var full = keys.Aggregate(empty, (batch, key) => batch.Settle(key, Outcome(key)));

                Assert.True(full.IsComplete);
                Assert.Empty(empty.Outcomes);
                Assert.Equal(count == 0, empty.IsComplete);
            });

    private static ProcessLost Outcome(ProcessKey key) => new(key, 1, "");
}
