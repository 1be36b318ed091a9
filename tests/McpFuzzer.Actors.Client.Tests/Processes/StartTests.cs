using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Tests.Processes.Target;

namespace McpFuzzer.Actors.Client.Tests.Processes;

public sealed class StartTests : ClientKit
{
    private static readonly ProcessStopped Stopped = new(
        Key,
        3,
        new ProcessExit.Signal(9, CoreDumped: false),
        ExitCause.Requested,
        false,
        0,
        OutputTail.Empty,
        OutputTail.Empty
    );

    private readonly ProcessManagerClient _client;

    public StartTests() => _client = new ProcessManagerClient(Actor);

    [Fact]
    public async Task Should_return_the_started_process()
    {
        var call = _client.StartAsync(Spec, Key);

        var sent = await ReceiveAsync<StartProcess>();
        Actor.Reply(Started);

        Assert.NotNull(sent.RequestId);
        Assert.Equal(new StartProcess(Spec, Key, sent.RequestId), sent);
        Assert.Same(Started, await call);
    }

    [Fact]
    public async Task Should_throw_reason_and_spawn_error_when_a_start_is_rejected()
    {
        var refused = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<StartProcess, ProcessStarted>(
                _client.StartAsync(Spec),
                new CommandRejected(RejectReason.SpawnFailed, "no such file", SpawnError.CommandNotFound)
            )
        );

        Assert.Equal(
            (RejectReason.SpawnFailed, "no such file", SpawnError.CommandNotFound),
            (refused.Reason, refused.Message, refused.SpawnError)
        );
    }

    [Fact]
    public async Task Should_send_no_command_when_the_token_is_already_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _client.StartAsync(Spec, cancellationToken: new CancellationToken(canceled: true))
        );

        await _client.UpdateActivityAsync(Key);
        await ReceiveAsync<UpdateActivity>();
    }

    [Fact]
    public async Task Should_kill_the_process_and_wait_for_its_end_when_a_start_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.StartAsync(Spec, Key, cancelling.Token);
        await ReceiveAsync<StartProcess>();
        var starter = Actor.LastSender;

        await cancelling.CancelAsync();
        starter.Tell(Started, Actor);
        var stop = await ReceiveAsync<StopProcess>();

        Assert.Equal((Key, 3, true), (stop.Key, stop.Incarnation, stop.Force));
        Assert.False(call.IsCompleted);
        Actor.Reply(Stopped);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_kill_any_incarnation_when_a_start_with_restarts_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var spec = Spec with { Restart = new RestartPolicy { Mode = RestartMode.Always } };
        _ = _client.StartAsync(spec, Key, cancelling.Token);
        await ReceiveAsync<StartProcess>();
        var starter = Actor.LastSender;

        await cancelling.CancelAsync();
        starter.Tell(Started, Actor);

        Assert.Null((await ReceiveAsync<StopProcess>()).Incarnation);
    }

    [Fact]
    public async Task Should_stop_no_process_when_a_cancelled_start_was_rejected()
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.StartAsync(Spec, Key, cancelling.Token);
        await ReceiveAsync<StartProcess>();
        var starter = Actor.LastSender;

        await cancelling.CancelAsync();
        starter.Tell(new CommandRejected(RejectReason.AlreadyExists, "another's"), Actor);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));

        await _client.UpdateActivityAsync(Key);
        await ReceiveAsync<UpdateActivity>();
    }

    [Fact]
    public async Task Should_kill_a_late_process_when_a_start_has_no_reply_in_time()
    {
        var call = new ProcessManagerClient(Actor, Steered).StartAsync(Spec, Key);
        var first = await ReceiveAsync<StartProcess>();
        await Time.MeetNextAsync();
        Assert.Same(first, await ReceiveAsync<StartProcess>());
        var starter = Actor.LastSender;
        await Time.MeetNextAsync();
        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));
        Assert.Contains("StartProcess", late.Message, StringComparison.Ordinal);

        starter.Tell(Started, Actor);

        var stop = await ReceiveAsync<StopProcess>();
        Assert.Equal((Key, 3, true), (stop.Key, stop.Incarnation, stop.Force));
    }

    [Fact]
    public async Task Should_throw_when_a_cancelled_start_has_no_reply()
    {
        using var cancelling = new CancellationTokenSource();
        var call = new ProcessManagerClient(Actor, Steered).StartAsync(Spec, Key, cancelling.Token);
        await ReceiveAsync<StartProcess>();

        await cancelling.CancelAsync();
        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));
        Assert.Contains("was cancelled", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_send_a_callback_and_reject_it_where_it_cannot_be_called()
    {
        ActivityCallback callback = () => DateTimeOffset.UtcNow;
        var call = _client.StartAsync(Spec, callback, Key);
        var sent = await ReceiveAsync<StartProcessWithCallback>();
        Actor.Reply(Started);
        Assert.Same(callback, sent.Callback);
        Assert.Equal((Spec, Key), (sent.Start.Spec, sent.Start.Key));
        Assert.NotNull(sent.RequestId);
        Assert.Same(sent.Start.RequestId, sent.RequestId);
        Assert.Same(Started, await call);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new ProcessManagerClient(Elsewhere()).StartAsync(Spec, callback)
        );
        Assert.Contains("akka://other@host:1/user/there", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_start_on_another_node_as_on_this_one()
    {
        var call = new ProcessManagerClient(Elsewhere()).StartAsync(Spec, Key);

        Assert.Same(Started, await AnswerAsync<StartProcess, ProcessStarted>(call, Started));
    }
}
