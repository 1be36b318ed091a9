using Akka.Actor;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Tests.Processes;

public sealed class ProcessWatchTests : ClientKit
{
    private static readonly ProcessKey Key = new("target");

    private static ProcessReady Event(int incarnation) => new(Key, incarnation, TimeSpan.Zero);

    [Fact]
    public async Task Should_deliver_each_event_in_order_from_the_subscription_on()
    {
        var (watch, subscriber) = await OpenAsync();
        for (var n = 1; n <= 100; n++)
        {
            subscriber.Tell(Event(n), Actor);
        }

        var seen = await TakeAsync(watch, 100).WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(1, 100), seen.Select(what => what.Incarnation));
    }

    [Fact]
    public async Task Should_subscribe_to_all_when_no_process_is_named()
    {
        _ = new ProcessManagerClient(Actor).WatchAsync();

        Assert.Equal(new WatchProcesses(), await ReceiveAsync<WatchProcesses>());
    }

    [Fact]
    public async Task Should_unsubscribe_and_end_when_it_is_disposed()
    {
        var (watch, subscriber) = await OpenAsync();
        subscriber.Tell(Event(1), Actor);
        Watch(subscriber);

        await watch.DisposeAsync();

        await ReceiveAsync<UnwatchProcesses>();
        await ExpectTerminatedAsync(subscriber, Patience);
        Assert.Equal(1, Assert.Single(await TakeAsync(watch, int.MaxValue).WaitAsync(Patience)).Incarnation);
    }

    [Fact]
    public async Task Should_unsubscribe_when_its_token_is_cancelled()
    {
        var (watch, _) = await OpenAsync();
        using var cancelling = new CancellationTokenSource();
        var reading = TakeAsync(watch, int.MaxValue, cancelling.Token);

        await cancelling.CancelAsync();

        await ReceiveAsync<UnwatchProcesses>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_end_when_the_manager_ends()
    {
        var (watch, subscriber) = await OpenAsync();
        subscriber.Tell(Event(1), Actor);

        Sys.Stop(Actor);

        Assert.Single(await TakeAsync(watch, int.MaxValue).WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_deliver_kept_events_and_then_report_the_gap_when_the_reader_falls_behind()
    {
        var (watch, subscriber) = await OpenAsync(new ClientOptions { EventCapacity = 3 });
        for (var n = 1; n <= 5; n++)
        {
            subscriber.Tell(Event(n), Actor);
        }

        await ReceiveAsync<UnwatchProcesses>();
        var seen = new List<int>();
        var lost = await Assert.ThrowsAsync<EventsLostException>(async () =>
        {
            await foreach (var what in watch)
            {
                seen.Add(what.Incarnation);
            }
        });

        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(3, lost.Capacity);
    }

    [Fact]
    public async Task Should_leave_no_subscription_when_the_reply_is_lost_or_not_awaited()
    {
        var unanswered = new ProcessManagerClient(Actor, Steered).WatchAsync(Key);
        await ReceiveAsync<WatchProcesses>();
        await Time.MeetNextAsync();
        var late = await Assert.ThrowsAsync<TimeoutException>(() => unanswered.WaitAsync(Patience));
        Assert.Contains("WatchProcesses", late.Message, StringComparison.Ordinal);
        await ReceiveAsync<UnwatchProcesses>();

        using var cancelling = new CancellationTokenSource();
        var cancelled = new ProcessManagerClient(Actor).WatchAsync(Key, cancelling.Token);
        await ReceiveAsync<WatchProcesses>();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await ReceiveAsync<UnwatchProcesses>();
    }

    private async Task<(ProcessWatch Watch, IActorRef Subscriber)> OpenAsync(ClientOptions? options = null)
    {
        var opening = new ProcessManagerClient(Actor, options).WatchAsync(Key);
        Assert.Equal(new WatchProcesses(Key), await ReceiveAsync<WatchProcesses>());
        var subscriber = Actor.LastSender;
        Actor.Reply(new WatchStarted(Key));
        return (await opening.WaitAsync(Patience), subscriber);
    }

    private static async Task<List<IProcessEvent>> TakeAsync(
        ProcessWatch watch,
        int count,
        CancellationToken cancellation = default
    )
    {
        var seen = new List<IProcessEvent>();
        await foreach (var what in watch.WithCancellation(cancellation))
        {
            seen.Add(what);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }
}
