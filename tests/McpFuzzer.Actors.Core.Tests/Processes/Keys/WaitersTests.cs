using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes.Keys;

public sealed class WaitersTests
{
    private static readonly SenderId Alice = new("alice");
    private static readonly SenderId Bob = new("bob");

    [Fact]
    public void Should_find_the_sender_of_a_wait_until_it_is_removed()
    {
        var waiters = Waiters.None.Add(2, Bob, hasTimeout: true).Add(1, Alice, hasTimeout: false);

        Assert.Equal(Bob, waiters.Find(2));
        Assert.Equal([Alice, Bob], waiters.All.Select(waiter => waiter.Sender));
        Assert.Null(waiters.Remove(2).Find(2));
        Assert.Equal(Alice, waiters.Remove(2).Find(1));
        Assert.Equal(Bob, waiters.Find(2));
    }

    [Fact]
    public void Should_keep_waiters_with_a_timeout_when_the_others_have_their_reply()
    {
        var waiters = Waiters.None.Add(1, Alice, hasTimeout: false).Add(2, Bob, hasTimeout: true);

        Assert.Equal([Alice], waiters.WithoutTimeout.Select(waiter => waiter.Sender));
        Assert.Equal([2L], waiters.KeepWithTimeout().All.Select(waiter => waiter.Wait));
    }
}
