using Akka.Actor;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Client.Requests;

namespace McpFuzzer.Actors.Client.Tests.Requests;

public sealed class ActorEndpointTests : ClientKit
{
    [Fact]
    public async Task Should_send_once_more_and_then_name_the_command_when_there_is_no_reply()
    {
        var call = Of(Actor).AskAsync<string>(new Question(), CancellationToken.None);
        await ReceiveAsync<Question>();
        await Time.MeetNextAsync();
        await ReceiveAsync<Question>();
        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));

        Assert.Equal("the actor did not answer Question within 2s", late.Message);
    }

    [Fact]
    public async Task Should_accept_the_reply_to_the_repetition()
    {
        var call = Of(Actor).AskAsync<string>(new Question(), CancellationToken.None);
        await ReceiveAsync<Question>();
        var sender = Actor.LastSender;
        await Time.MeetNextAsync();
        await ReceiveAsync<Question>();
        Assert.Equal(sender, Actor.LastSender);

        Actor.Reply("answer");

        Assert.Equal("answer", await call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_wait_on_while_the_actor_replies_to_probes()
    {
        var call = Of(Actor).AskPatientlyAsync<string>(new Command(), new Question(), CancellationToken.None);
        await ReceiveAsync<Command>();
        var sender = Actor.LastSender;
        for (var n = 0; n < 3; n++)
        {
            await Time.MeetNextAsync();
            await ReceiveAsync<Question>();
            Actor.Reply("alive");
            await ReceiveAsync<Command>();
            Assert.Equal(sender, Actor.LastSender);
        }

        sender.Tell("done");

        Assert.Equal("done", await call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_name_the_command_when_the_actor_does_not_reply_to_a_probe_either()
    {
        var call = Of(Actor).AskPatientlyAsync<string>(new Command(), new Question(), CancellationToken.None);
        await ReceiveAsync<Command>();
        await Time.MeetNextAsync();
        await ReceiveAsync<Question>();
        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));

        Assert.Equal("the actor did not answer Command within 2s", late.Message);
    }

    [Fact]
    public async Task Should_end_the_waiting_when_the_token_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var correspondent = Of(Actor);
        var calls = new[]
        {
            correspondent.AskAsync<string>(new Question(), cancelling.Token),
            correspondent.AskOnceAsync<string>(new Question(), cancelling.Token),
            correspondent.AskPatientlyAsync<string>(new Command(), new Question(), cancelling.Token),
        };

        await cancelling.CancelAsync();

        foreach (var call in calls)
        {
            var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
            Assert.Equal(cancelling.Token, cancelled.CancellationToken);
        }
    }

    [Fact]
    public async Task Should_throw_the_failure_of_the_actor()
    {
        var call = Of(Actor).AskAsync<string>(new Question(), CancellationToken.None);
        await ReceiveAsync<Question>();

        Actor.Reply(new Status.Failure(new NotSupportedException("a bug")));

        await Assert.ThrowsAsync<NotSupportedException>(() => call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_wait_for_an_actor_that_has_not_started_and_throw_when_it_never_does()
    {
        var found = new TaskCompletionSource<IActorRef>();
        var call = new ActorEndpoint("actor", _ => found.Task, Steered).AskAsync<string>(
            new Question(),
            CancellationToken.None
        );
        Assert.False(call.IsCompleted);
        found.SetResult(Actor);
        await ReceiveAsync<Question>();
        Actor.Reply("answer");
        Assert.Equal("answer", await call.WaitAsync(Patience));

        var never = new TaskCompletionSource<IActorRef>();
        var waiting = new ActorEndpoint("actor", _ => never.Task, Steered).AskAsync<string>(
            new Question(),
            CancellationToken.None
        );
        await Time.MeetNextAsync();
        var late = await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
        Assert.Equal("the actor was not started within 1s", late.Message);
    }

    [Theory]
    [InlineData(0, 1, "AskTimeout = 0s: must be a duration from 1ms to 1d")]
    [InlineData(86_400_001, 1, "AskTimeout = 1d0.001s: must be a duration from 1ms to 1d")]
    [InlineData(-1, 1, "AskTimeout = -1ms: must be a duration from 1ms to 1d")]
    [InlineData(1, 0, "EventCapacity = 0: must be a whole number from 1 to 2147483647")]
    public void Should_reject_options_out_of_range(int askTimeout, int capacity, string message)
    {
        var options = new ClientOptions
        {
            AskTimeout = TimeSpan.FromMilliseconds(askTimeout),
            EventCapacity = capacity,
        };

        var refused = Assert.Throws<ArgumentException>(() => new ProcessManagerClient(Actor, options));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private ActorEndpoint Of(IActorRef actor) => ActorEndpoint.Of("actor", actor, Steered);

    private sealed record Question;

    private sealed record Command;
}
