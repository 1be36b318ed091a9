using CsCheck;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class DeadlineQueueTests
{
    [Fact]
    public void Should_take_out_what_is_due_and_earliest_first()
    {
        var queue = new DeadlineQueue<string>();
        queue.Set("late", TimeSpan.FromSeconds(3));
        queue.Set("first", TimeSpan.FromSeconds(1));
        queue.Set("second", TimeSpan.FromSeconds(2));

        Assert.Equal(["first", "second"], queue.TakeDue(TimeSpan.FromSeconds(2)));
        Assert.Empty(queue.TakeDue(TimeSpan.FromSeconds(2)));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Should_do_the_same_as_a_plain_table_whatever_is_set_removed_and_taken() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 20])
            .Array[0, 60]
            .Sample(steps =>
            {
                var queue = new DeadlineQueue<int>();
                Dictionary<int, int> table = [];
                foreach (var (step, key, seconds) in steps)
                {
                    switch (step)
                    {
                        case 0:
                            queue.Set(key, TimeSpan.FromSeconds(seconds));
                            table[key] = seconds;
                            break;
                        case 1:
                            queue.Remove(key);
                            table.Remove(key);
                            break;
                        default:
                            var due = queue.TakeDue(TimeSpan.FromSeconds(seconds));
                            Assert.Equal(
                                table.Where(row => row.Value <= seconds).Select(row => row.Key).Order(),
                                due.Order()
                            );
                            Assert.Equal(due.Select(key => table[key]).Order(), due.Select(key => table[key]));
                            foreach (var taken in due)
                            {
                                table.Remove(taken);
                            }

                            break;
                    }

                    Assert.Equal(table.Count, queue.Count);
                }
            });
}
