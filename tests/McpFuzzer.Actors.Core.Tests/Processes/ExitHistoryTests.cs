using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class ExitHistoryTests
{
    private static readonly ProcessKey A = new("a");

    [Fact]
    public void Should_find_the_last_incarnation_when_none_is_named()
    {
        var history = new ExitHistory(10);
        history = history.Add(Ended("a", 1));
        history = history.Add(Ended("a", 2));

        Assert.Equal(2, history.Find(A)?.Snapshot.Incarnation);
        Assert.Equal(1, history.Find(A, 1)?.Snapshot.Incarnation);
        Assert.Null(history.Find(A, 3));
        Assert.Null(history.Find(new ProcessKey("b")));
    }

    [Fact]
    public void Should_still_find_an_entry_that_was_removed_from_the_list()
    {
        var history = new ExitHistory(10);
        history = history.Add(Ended("b", 1));
        history = history.Add(Ended("a", 1));

        Assert.Equal(["a", "b"], history.Listed.Select(ended => ended.Snapshot.Key.Value));
        Assert.Equal(2, history.ListedCount);
        history = history.UnlistAll();
        Assert.Empty(history.Listed);
        Assert.NotNull(history.Find(A));
    }

    [Fact]
    public void Should_hold_only_the_last_entries() =>
        Gen.Select(Gen.Int[1, 5], Gen.Char["abc"].Array[0, 30])
            .Sample(
                (capacity, keys) =>
                {
                    var history = new ExitHistory(capacity);
                    var added = keys.Select((key, i) => Ended(key.ToString(), i + 1)).ToList();
                    added.ForEach(ended => history = history.Add(ended));

                    var known = added.Where(ended =>
                        history.Find(ended.Snapshot.Key, ended.Snapshot.Incarnation) is not null
                    );
                    Assert.Equal(added.TakeLast(capacity), known);
                    Assert.All(history.Listed, ended => Assert.Same(ended, history.Find(ended.Snapshot.Key)));
                    Assert.All(
                        known,
                        ended => Assert.Contains(history.Listed, one => one.Snapshot.Key == ended.Snapshot.Key)
                    );
                }
            );

    [Fact]
    public void Should_never_give_a_key_the_same_incarnation_twice_after_entries_are_forgotten() =>
        Gen.Select(Gen.Int[1, 3], Gen.Char["abcde"].Array[0, 40])
            .Sample(
                (capacity, keys) =>
                {
                    var history = new ExitHistory(capacity);
                    var highest = new Dictionary<char, int>();
                    foreach (var key in keys)
                    {
                        var next = history.NextOf(new ProcessKey(key.ToString()));
                        Assert.True(next > highest.GetValueOrDefault(key));
                        highest[key] = next;
                        history = history.Add(Ended(key.ToString(), next));
                    }
                }
            );

    [Fact]
    public void Should_count_each_key_from_one_while_the_history_is_complete()
    {
        var history = new ExitHistory(10);
        history = history.Add(Ended("a", 1));
        history = history.Add(Ended("a", 2));

        Assert.Equal((3, 1), (history.NextOf(A), history.NextOf(new ProcessKey("b"))));
    }

    [Fact]
    public void Should_list_an_end_again_without_displacing_another()
    {
        var history = new ExitHistory(2);
        history = history.Add(Ended("a", 1));
        history = history.Add(Ended("b", 1));
        history = history.Unlist(A);
        var again = Ended("a", 1);

        history = history.Add(again);

        Assert.Same(again, history.Find(A));
        Assert.Equal(["a", "b"], history.Listed.Select(ended => ended.Snapshot.Key.Value));
    }

    private static EndedProcess Ended(string key, int incarnation) =>
        new(
            new ProcessSnapshot
            {
                Key = new ProcessKey(key),
                Incarnation = incarnation,
                Name = "n",
                Command = ["true"],
                Phase = ProcessPhase.Exited,
                StartedAt = DateTimeOffset.UnixEpoch,
                Age = TimeSpan.Zero,
                Containment = ContainmentLevel.Group,
            },
            Exited: null,
            new ProcessLost(new ProcessKey(key), incarnation, "")
        );
}
