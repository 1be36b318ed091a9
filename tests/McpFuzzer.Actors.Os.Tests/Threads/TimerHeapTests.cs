using CsCheck;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Tests.Threads;

public sealed class TimerHeapTests
{
    private static readonly PreciseTimers Clock = new();

    [Fact]
    public void Should_return_timers_in_order_of_their_due_time_after_any_moves_and_removals() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 19], Gen.Long[0, 1_000])
            .Array[0, 200]
            .Sample(changes =>
            {
                var timers = Enumerable.Range(0, 20).Select(_ => new PreciseTimer(Clock, _ => { }, null)).ToArray();
                var expected = new Dictionary<PreciseTimer, long>();
                var heap = new TimerHeap();
                foreach (var (kind, index, due) in changes)
                {
                    if (kind == 0)
                    {
                        heap.Remove(timers[index]);
                        expected.Remove(timers[index]);
                    }
                    else
                    {
                        heap.Set(timers[index], due);
                        expected[timers[index]] = due;
                    }

                    Assert.Equal(expected.Count, heap.Count);
                    Assert.Equal(expected.Count == 0 ? null : expected.Values.Min(), heap.Earliest?.Due);
                }

                List<long> order = [];
                while (heap.Earliest is { } earliest)
                {
                    order.Add(earliest.Due);
                    heap.Remove(earliest);
                }

                Assert.Equal(expected.Values.Order(), order);
            });
}
