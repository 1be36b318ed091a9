using CsCheck;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class DeadlineQueueTests
{
    [Fact]
    public void Should_return_due_keys_earliest_first()
    {
        var queue = new DeadlineQueue<string>();
        queue.Set("late", TimeSpan.FromSeconds(3));
        queue.Set("first", TimeSpan.FromSeconds(1));
        queue.Set("second", TimeSpan.FromSeconds(2));

        Assert.Equal(["first", "second"], TakeDue(queue, 2));
        Assert.Empty(TakeDue(queue, 2));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Should_return_keys_of_one_deadline_in_the_order_in_which_they_were_set()
    {
        var queue = new DeadlineQueue<int>();
        for (var key = 0; key < 100; key++)
        {
            queue.Set(key, TimeSpan.FromSeconds(1));
        }

        queue.Set(50, TimeSpan.FromSeconds(1));

        Assert.Equal([.. Enumerable.Range(0, 100).Where(key => key != 50), 50], TakeDue(queue, 1));
    }

    /// <summary>Step 0 sets, 1 removes, 2 takes what is due. The model is a list in order of insertion.</summary>
    [Fact]
    public void Should_agree_with_a_plain_list_for_any_sequence_of_operations() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 20])
            .Array[0, 200]
            .Sample(steps =>
            {
                var queue = new DeadlineQueue<int>();
                List<(int Key, int Seconds)> list = [];
                foreach (var (step, key, seconds) in steps)
                {
                    switch (step)
                    {
                        case 0 or 1:
                            queue.Set(key, TimeSpan.FromSeconds(seconds));
                            list.RemoveAll(entry => entry.Key == key);
                            list.Add((key, seconds));
                            break;
                        case 2:
                            queue.Remove(key);
                            list.RemoveAll(entry => entry.Key == key);
                            break;
                        default:
                            var due = list.Where(entry => entry.Seconds <= seconds).OrderBy(entry => entry.Seconds);
                            Assert.Equal([.. due.Select(entry => entry.Key)], TakeDue(queue, seconds));
                            list.RemoveAll(entry => entry.Seconds <= seconds);
                            break;
                    }

                    Assert.Equal(list.Count, queue.Count);
                }
            });

    [Fact]
    public void Should_not_allocate_when_known_keys_are_peeked_taken_and_set_again()
    {
        var queue = new DeadlineQueue<string>();
        var keys = Enumerable.Range(0, 10_000).Select(key => $"{key}").ToArray();
        Array.ForEach(keys, key => queue.Set(key, TimeSpan.FromSeconds(1)));
        TakeAndSetAgain(queue, from: 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        TakeAndSetAgain(queue, from: 2);
        queue.TryTakeDue(TimeSpan.FromSeconds(2), out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(keys.Length, queue.Count);
    }

    private static void TakeAndSetAgain(DeadlineQueue<string> queue, int from)
    {
        while (queue.TryTakeDue(TimeSpan.FromSeconds(from), out var key))
        {
            queue.Set(key, TimeSpan.FromSeconds(from + 1));
        }
    }

    private static List<TKey> TakeDue<TKey>(DeadlineQueue<TKey> queue, int seconds)
        where TKey : notnull
    {
        List<TKey> due = [];
        while (queue.TryTakeDue(TimeSpan.FromSeconds(seconds), out var key))
        {
            due.Add(key);
        }

        return due;
    }
}
