using McpFuzzer.Actors.Client.Processes;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Tests.Processes;

public sealed class ProcessManagerClientTests : ClientKit
{
    private static readonly ProcessKey Key = new("target");
    private static readonly ProcessSnapshot Snapshot = new()
    {
        Key = Key,
        Incarnation = 1,
        Name = "target",
        Command = ["target"],
        Phase = ProcessPhase.Running,
        StartedAt = DateTimeOffset.UnixEpoch,
        Age = TimeSpan.Zero,
        Containment = ContainmentLevel.Session,
    };

    private static readonly ProcessStopped Stopped = new(
        Key,
        1,
        new ProcessExit.Code(0),
        ExitCause.Requested,
        false,
        0,
        OutputTail.Empty,
        OutputTail.Empty
    );

    private readonly ProcessManagerClient _client;

    public ProcessManagerClientTests() => _client = new ProcessManagerClient(Actor);

    private static CommandRejected Rejected(RejectReason reason) => new(reason, "no");

    [Fact]
    public async Task Should_send_every_option_when_a_process_is_stopped()
    {
        var grace = TimeSpan.FromSeconds(3);
        var call = _client.StopAsync(Key, force: true, grace, incarnation: 4);

        var sent = await ReceiveAsync<StopProcess>();
        Actor.Reply(Stopped);

        Assert.NotNull(sent.RequestId);
        Assert.Equal(new StopProcess(Key, 4, Force: true, grace, sent.RequestId), sent);
        Assert.True(await call);
    }

    [Fact]
    public async Task Should_use_another_request_id_for_each_command()
    {
        var ids = new HashSet<RequestId?>();
        for (var n = 0; n < 3; n++)
        {
            _ = _client.StopAsync(Key);
            ids.Add((await ReceiveAsync<StopProcess>()).RequestId);
        }

        Assert.Equal(3, ids.Count);
    }

    [Theory]
    [InlineData(RejectReason.NotFound)]
    [InlineData(RejectReason.NotRunning)]
    public async Task Should_return_false_when_there_is_no_process_to_stop(RejectReason reason) =>
        Assert.False(await AnswerAsync<StopProcess, bool>(_client.StopAsync(Key), Rejected(reason)));

    [Fact]
    public async Task Should_throw_the_reason_when_a_stop_does_not_complete()
    {
        var unkillable = await Assert.ThrowsAsync<ProcessUnkillableException>(() =>
            AnswerAsync<StopProcess, bool>(_client.StopAsync(Key), new ProcessUnkillable(Key, 2, [5, 6]))
        );
        Assert.Equal((Key, 2), (unkillable.Key, unkillable.Incarnation));
        Assert.Equal([5, 6], unkillable.Pids);

        var lost = await Assert.ThrowsAsync<ProcessLostException>(() =>
            AnswerAsync<StopProcess, bool>(_client.StopAsync(Key), new ProcessLost(Key, 2, "why"))
        );
        Assert.Equal("target incarnation 2 was lost: why", lost.Message);

        var stale = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<StopProcess, bool>(_client.StopAsync(Key), Rejected(RejectReason.StaleIncarnation))
        );
        Assert.Equal((RejectReason.StaleIncarnation, "no"), (stale.Reason, stale.Message));
    }

    [Fact]
    public async Task Should_return_each_outcome_when_all_are_stopped()
    {
        var call = _client.StopAllAsync(force: true, TimeSpan.FromSeconds(1));
        var sent = await ReceiveAsync<StopAllProcesses>();
        Actor.Reply(new AllStopped([Stopped]));

        Assert.Equal(new StopAllProcesses(true, TimeSpan.FromSeconds(1), sent.RequestId), sent);
        Assert.NotNull(sent.RequestId);
        Assert.Equal([Stopped], await call);
        await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<StopAllProcesses, IReadOnlyList<IStopReply>>(
                _client.StopAllAsync(),
                Rejected(RejectReason.InvalidSpec)
            )
        );
    }

    [Fact]
    public async Task Should_return_the_status_or_null()
    {
        Assert.Same(Snapshot, await AnswerAsync(_client.GetStatusAsync(Key), Snapshot, new GetProcess(Key)));
        Assert.Null(
            await AnswerAsync(_client.GetStatusAsync(Key), Rejected(RejectReason.NotFound), new GetProcess(Key))
        );
        Assert.Same(Snapshot, await AnswerAsync(_client.FindByPidAsync(7), Snapshot, new FindByPid(7)));
        Assert.Null(await AnswerAsync(_client.FindByPidAsync(7), Rejected(RejectReason.NotFound), new FindByPid(7)));
    }

    [Fact]
    public async Task Should_list_processes_by_phase()
    {
        var list = await AnswerAsync(
            _client.ListAsync(ProcessPhase.Exited),
            new ProcessList([Snapshot]),
            new ListProcesses(ProcessPhase.Exited)
        );

        Assert.Equal([Snapshot], list);
    }

    [Fact]
    public async Task Should_report_activity_without_waiting()
    {
        await _client.UpdateActivityAsync(Key).WaitAsync(Patience);

        Assert.Equal(new UpdateActivity(Key), await ReceiveAsync<UpdateActivity>());
    }

    [Fact]
    public async Task Should_return_whether_a_signal_was_sent()
    {
        var call = _client.SignalAsync(Key, 10, SignalScope.Group);
        var sent = await ReceiveAsync<SignalProcess>();
        Actor.Reply(new SignalSent(Key, 10, SignalScope.Group));
        Assert.Equal(new SignalProcess(Key, 10, SignalScope.Group, sent.RequestId), sent);
        Assert.NotNull(sent.RequestId);
        Assert.True(await call);

        Assert.False(
            await AnswerAsync<SignalProcess, bool>(_client.SignalAsync(Key, 10), Rejected(RejectReason.NotRunning))
        );
        Assert.False(
            await AnswerAsync<SignalProcess, bool>(_client.SignalAsync(Key, 10), Rejected(RejectReason.NotFound))
        );
        await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<SignalProcess, bool>(_client.SignalAsync(Key, 65), Rejected(RejectReason.InvalidSpec))
        );
    }

    [Fact]
    public async Task Should_return_counts_clean_up_and_shut_down()
    {
        var stats = new ManagerStats
        {
            ByPhase = new Dictionary<ProcessPhase, int>(),
            Started = 1,
            SpawnFailures = 0,
            Stopped = 0,
            Escalations = 0,
            SurvivorsKilled = 0,
            Lost = 0,
            Watchdog = new WatchdogStats
            {
                Watching = true,
                RegisteredCount = 0,
                Running = 0,
                Suspect = 0,
                Terminated = 0,
                Killed = 0,
            },
        };
        Assert.Same(stats, await AnswerAsync(_client.GetStatsAsync(), stats, new GetManagerStats()));
        Assert.Equal(3, await AnswerAsync<CleanupFinished, int>(_client.CleanUpFinishedAsync(), new CleanedUp(3)));
        var grace = TimeSpan.FromSeconds(1);
        Assert.Equal(
            [Stopped],
            await AnswerAsync(_client.ShutdownAsync(grace), new ManagerStopped([Stopped]), new ShutdownManager(grace))
        );
    }

    [Fact]
    public async Task Should_distinguish_a_timeout_from_an_unknown_process()
    {
        var exited = new ProcessExited(
            Key,
            1,
            new ProcessExit.Code(3),
            ExitCause.Exited,
            TimeSpan.Zero,
            OutputTail.Empty,
            OutputTail.Empty
        );
        var second = TimeSpan.FromSeconds(1);

        Assert.Same(
            exited,
            await AnswerAsync(_client.WaitForExitAsync(Key, second), exited, new WaitForExit(Key, second))
        );
        Assert.Null(
            await AnswerAsync(
                _client.WaitForExitAsync(Key, TimeSpan.Zero),
                new WaitTimedOut(Key, TimeSpan.Zero),
                new WaitForExit(Key, TimeSpan.Zero)
            )
        );
        var unknown = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<WaitForExit, ProcessExited?>(_client.WaitForExitAsync(Key), Rejected(RejectReason.NotFound))
        );
        Assert.Equal(RejectReason.NotFound, unknown.Reason);
        await Assert.ThrowsAsync<ProcessLostException>(() =>
            AnswerAsync<WaitForExit, ProcessExited?>(_client.WaitForExitAsync(Key), new ProcessLost(Key, 1, "why"))
        );
    }

    [Fact]
    public async Task Should_wait_in_turns_when_the_wait_is_long_or_without_bound()
    {
        foreach (var timeout in new TimeSpan?[] { null, TimeSpan.FromHours(1) })
        {
            var call = _client.WaitForExitAsync(Key, timeout);
            for (var turn = 0; turn < 3; turn++)
            {
                Assert.Equal(TimeSpan.FromMinutes(1), (await ReceiveAsync<WaitForExit>()).Timeout);
                Actor.Reply(new WaitTimedOut(Key, TimeSpan.FromMinutes(1)));
            }

            await ReceiveAsync<WaitForExit>();
            Actor.Reply(new ProcessLost(Key, 1, "enough"));
            await Assert.ThrowsAsync<ProcessLostException>(() => call);
        }
    }

    [Fact]
    public async Task Should_leave_a_wait_out_of_range_to_the_manager()
    {
        var below = TimeSpan.FromSeconds(-1);

        var refused = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync(
                _client.WaitForExitAsync(Key, below),
                Rejected(RejectReason.InvalidSpec),
                new WaitForExit(Key, below)
            )
        );

        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);
    }

    [Fact]
    public async Task Should_return_whether_a_process_became_ready()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.True(
            await AnswerAsync(
                _client.WaitForReadyAsync(Key, second),
                new ProcessReady(Key, 1, second),
                new WaitForReady(Key, second)
            )
        );
        Assert.False(
            await AnswerAsync(
                _client.WaitForReadyAsync(Key),
                new ProcessNotReady(Key, 1, second),
                new WaitForReady(Key)
            )
        );
        await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<WaitForReady, bool>(_client.WaitForReadyAsync(Key), Rejected(RejectReason.NotFound))
        );
    }
}
