using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Tests.Watch;

public sealed class WatchdogClientTests : ClientKit
{
    private static readonly ProcessKey Key = new("target");
    private static readonly RegisterExternal External = new(77, "server") { Timeout = TimeSpan.FromSeconds(3) };

    private readonly WatchdogClient _client;

    public WatchdogClientTests() => _client = new WatchdogClient(Actor);

    [Fact]
    public async Task Should_start_and_stop_with_a_using_block()
    {
        var run = await AnswerAsync(_client.StartAsync(), new WatchdogStarted(), new StartWatchdog());

        var ending = run.DisposeAsync().AsTask();
        await ReceiveAsync<StopWatchdog>();
        Assert.False(ending.IsCompleted);
        Actor.Reply(new WatchdogStopped());
        await ending.WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_stop_on_request()
    {
        var call = _client.StopAsync();
        await ReceiveAsync<StopWatchdog>();
        Assert.False(call.IsCompleted);
        Actor.Reply(new WatchdogStopped());
        await call.WaitAsync(Patience);
    }

    [Fact]
    public async Task Should_register_a_managed_process_or_throw_why_not()
    {
        var call = _client.RegisterAsync(Key);
        Assert.Equal(new RegisterProcess(Key), await ReceiveAsync<RegisterProcess>());
        Actor.Reply(new Registered(Key));
        await call.WaitAsync(Patience);

        var refusal = _client.RegisterAsync(Key);
        await ReceiveAsync<RegisterProcess>();
        Actor.Reply(new CommandRejected(RejectReason.NotFound, "no"));
        var refused = await Assert.ThrowsAsync<CommandRejectedException>(() => refusal.WaitAsync(Patience));
        Assert.Equal(RejectReason.NotFound, refused.Reason);
    }

    [Fact]
    public async Task Should_return_the_key_that_was_made_for_an_external_process()
    {
        Assert.Equal(Key, await AnswerAsync(_client.RegisterExternalAsync(External), new Registered(Key), External));

        var refused = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<RegisterExternal, ProcessKey>(
                _client.RegisterExternalAsync(External),
                new CommandRejected(RejectReason.Unauthorised, "another user's")
            )
        );
        Assert.Equal(RejectReason.Unauthorised, refused.Reason);
    }

    [Fact]
    public async Task Should_send_an_external_registration_once_even_without_a_reply()
    {
        var client = new WatchdogClient(Actor, Steered);
        var call = client.RegisterExternalAsync(External);
        await ReceiveAsync<RegisterExternal>();
        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));
        await client.UpdateActivityAsync(Key);

        Assert.Contains("RegisterExternal", late.Message, StringComparison.Ordinal);
        await ReceiveAsync<UpdateActivity>();
    }

    [Fact]
    public async Task Should_send_a_callback_and_reject_it_where_it_cannot_be_called()
    {
        ActivityCallback callback = () => DateTimeOffset.UtcNow;
        Assert.Equal(
            Key,
            await AnswerAsync(
                _client.RegisterExternalAsync(External, callback),
                new Registered(Key),
                new RegisterExternalWithCallback(External, callback)
            )
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new WatchdogClient(Elsewhere()).RegisterExternalAsync(External, callback)
        );
    }

    [Fact]
    public async Task Should_unregister_update_and_query()
    {
        var unregistering = _client.UnregisterAsync(Key);
        Assert.Equal(new UnregisterProcess(Key), await ReceiveAsync<UnregisterProcess>());
        Actor.Reply(new Unregistered(Key));
        await unregistering.WaitAsync(Patience);

        await _client.UpdateActivityAsync(Key).WaitAsync(Patience);
        Assert.Equal(new UpdateActivity(Key), await ReceiveAsync<UpdateActivity>());

        foreach (var isRegistered in new[] { true, false })
        {
            Assert.Equal(
                isRegistered,
                await AnswerAsync(
                    _client.IsRegisteredAsync(Key),
                    new RegistrationStatus(Key, isRegistered),
                    new IsRegistered(Key)
                )
            );
        }

        var stats = new WatchdogStats
        {
            Watching = true,
            RegisteredCount = 2,
            Running = 1,
            Suspect = 1,
            Terminated = 0,
            Killed = 0,
        };
        Assert.Same(stats, await AnswerAsync(_client.GetStatsAsync(), stats, new GetWatchdogStats()));
    }
}
