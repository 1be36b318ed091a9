using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes.Keys;

public sealed class SubscriptionsTests
{
    private static readonly ProcessKey A = new("a");
    private static readonly ProcessKey B = new("b");
    private static readonly SenderId Alice = new("alice");
    private static readonly SenderId Bob = new("bob");

    [Fact]
    public void Should_reach_each_subscriber_once()
    {
        var subscriptions = Subscriptions.None.Add(Alice, null).Add(Alice, A).Add(Bob, B);

        Assert.Equal([Alice], subscriptions.Of(A));
        Assert.Equal(2, subscriptions.Of(B).Count);
        Assert.Equal([Alice], subscriptions.Of(new ProcessKey("c")));
    }

    [Fact]
    public void Should_end_all_subscriptions_of_one_subscriber_and_no_other()
    {
        var subscriptions = Subscriptions.None.Add(Alice, null).Add(Alice, A).Add(Alice, B).Add(Bob, A);

        Assert.Equal([Bob], subscriptions.Remove(Alice).Of(A));
        Assert.Empty(subscriptions.Remove(Alice).Of(B));
        Assert.Equal([Alice], subscriptions.Remove(Bob).Of(A));
        Assert.Equal([Alice], subscriptions.Remove(Bob).Remove(Bob).Of(B));
    }

    /// <summary>Against a plain set of pairs.</summary>
    [Fact]
    public void Should_agree_with_a_set_of_pairs_in_any_sequence() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3])
            .Array[0, 30]
            .Sample(steps =>
            {
                var subscriptions = Subscriptions.None;
                var pairs = new HashSet<(SenderId, ProcessKey?)>();
                foreach (var (who, what) in steps)
                {
                    var sender = new SenderId(who);
                    if (what == 3)
                    {
                        subscriptions = subscriptions.Remove(sender);
                        pairs.RemoveWhere(pair => pair.Item1 == sender);
                        continue;
                    }

                    var key = new[] { null, A, B }[what];
                    subscriptions = subscriptions.Add(sender, key);
                    pairs.Add((sender, key));
                }

                foreach (var key in (ProcessKey[])[A, B])
                {
                    var right = pairs.Where(pair => pair.Item2 is null || pair.Item2 == key).Select(pair => pair.Item1);
                    Assert.Equal(right.ToHashSet(), subscriptions.Of(key).ToHashSet());
                }
            });
}
