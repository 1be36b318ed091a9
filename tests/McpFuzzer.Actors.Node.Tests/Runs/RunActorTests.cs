using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Tests.Runs;

/// <summary>One run, with a probe for the manager.</summary>
public sealed class RunActorTests : TestKit
{
    private static readonly ProcessExit Failure = new ProcessExit.Code(3);

    private readonly TaskCompletionSource<RunRecord> _result = new();
    private readonly List<string> _reported = [];
    private readonly TaskCompletionSource _stoppedSelf = new();

    [Fact]
    public async Task Should_end_with_the_command_when_there_is_no_restart()
    {
        var (run, _) = await StartAsync(RestartMode.Never);

        run.Tell(Ends.Exited(Failure));
        run.Tell(Ends.Stopped(Failure) with { SurvivorsKilled = 1 });

        Assert.Equal(3, RunExitCode.Of(await _result.Task));
        Assert.Equal(["killed 1 process that the command left behind"], _reported);
    }

    [Fact]
    public async Task Should_end_when_the_command_is_not_started()
    {
        var manager = CreateTestProbe();
        var run = Run(manager, RestartMode.Always);

        run.Tell(new CommandRejected(RejectReason.SpawnFailed, "No such command: 'x'.", SpawnError.CommandNotFound));

        Assert.Equal(127, RunExitCode.Of(await _result.Task));
        Assert.Equal(["No such command: 'x'."], _reported);
    }

    [Fact]
    public async Task Should_pass_signals_on_to_the_group_when_they_come_before_the_start()
    {
        var manager = CreateTestProbe();
        var run = Run(manager, RestartMode.Never);
        await manager.FishForMessageAsync(message => message is StartProcess);

        run.Tell(new RunActor.Received(ProcessSignal.User1));
        run.Tell(new RunActor.Received(ProcessSignal.Terminate));
        await manager.ExpectNoMsgAsync(TimeSpan.Zero);
        run.Tell(Ends.Started());
        run.Tell(Ends.Started());

        Assert.Equal(Signal(ProcessSignal.User1), await manager.ExpectMsgAsync<SignalProcess>());
        Assert.Equal(Signal(ProcessSignal.Terminate), await manager.ExpectMsgAsync<SignalProcess>());
        run.Tell(new RunActor.Received(ProcessSignal.HangUp));
        Assert.Equal(Signal(ProcessSignal.HangUp), await manager.ExpectMsgAsync<SignalProcess>());
    }

    [Fact]
    public async Task Should_stop_the_command_and_then_kill_it_when_requests_repeat()
    {
        var (run, manager) = await StartAsync(RestartMode.Never);

        foreach (var _ in Enumerable.Range(0, 4))
        {
            run.Tell(new RunActor.Received(ProcessSignal.Interrupt));
        }

        await manager.ExpectMsgAsync<SignalProcess>();
        await manager.ExpectMsgAsync<SignalProcess>();
        Assert.Equal(new StopProcess(Ends.Key), await manager.ExpectMsgAsync<StopProcess>());
        Assert.Equal(new StopProcess(Ends.Key, Force: true), await manager.ExpectMsgAsync<StopProcess>());
        Assert.Equal(["the third signal: SIGTERM, and SIGKILL after the grace", "once more: SIGKILL"], _reported);
        Assert.False(_result.Task.IsCompleted);
    }

    [Fact]
    public async Task Should_stop_the_command_before_the_tool_when_the_terminal_stops_both()
    {
        var (run, manager) = await StartAsync(RestartMode.Never);

        run.Tell(new RunActor.Received(ProcessSignal.TerminalStop));
        Assert.Equal(Signal(ProcessSignal.Stop), await manager.ExpectMsgAsync<SignalProcess>());
        Assert.False(_stoppedSelf.Task.IsCompleted);
        run.Tell(new SignalSent(Ends.Key, ProcessSignal.Stop.Number, SignalScope.Group));

        await _stoppedSelf.Task;
    }

    [Fact]
    public async Task Should_go_on_when_the_command_is_restarted_and_end_with_the_last_run()
    {
        var (run, manager) = await StartAsync(RestartMode.OnFailure);

        run.Tell(Ends.Stopped(Failure));
        await manager.ExpectMsgAsync<GetProcess>();
        run.Tell(Snapshot(1, ProcessPhase.BackingOff));
        run.Tell(new ProcessRestarting(Ends.Key, 1, 2, TimeSpan.FromSeconds(1), 1));
        run.Tell(Ends.Started(2));
        run.Tell(Ends.Stopped(Ends.Zero, incarnation: 2));
        await manager.ExpectMsgAsync<GetProcess>();
        Assert.False(_result.Task.IsCompleted);
        run.Tell(Snapshot(2, ProcessPhase.Exited));

        var record = await _result.Task;
        Assert.Equal((0, 1), (RunExitCode.Of(record), record.Restarts));
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task Should_end_with_the_last_run_when_the_command_is_given_up()
    {
        var (run, manager) = await StartAsync(RestartMode.Always);

        run.Tell(Ends.Stopped(Failure));
        run.Tell(new ProcessFailed(Ends.Key, 1, "5 restarts within 1 min"));

        var record = await _result.Task;
        Assert.Equal(3, RunExitCode.Of(record));
        Assert.Equal(["given up: 5 restarts within 1 min"], _reported);
    }

    [Theory]
    [InlineData(15, 3)]
    [InlineData(1, 129)]
    public async Task Should_not_be_restarted_when_its_end_was_requested(int signal, int exitCode)
    {
        var (run, manager) = await StartAsync(RestartMode.Always);
        var exit = exitCode < 128 ? new ProcessExit.Code(exitCode) : Ends.BySignal(exitCode - 128);
        run.Tell(new RunActor.Received(new ProcessSignal(signal)));
        await manager.ExpectMsgAsync<SignalProcess>();

        run.Tell(Ends.Stopped(exit));
        await manager.ExpectMsgAsync<StopProcess>();
        run.Tell(Ends.Stopped(exit));

        Assert.Equal(exitCode, RunExitCode.Of(await _result.Task));
    }

    [Fact]
    public async Task Should_end_at_once_when_a_signal_comes_between_two_runs()
    {
        var (run, manager) = await StartAsync(RestartMode.Always);
        run.Tell(Ends.Stopped(Failure));
        await manager.ExpectMsgAsync<GetProcess>();
        run.Tell(Snapshot(1, ProcessPhase.BackingOff));

        run.Tell(new RunActor.Received(ProcessSignal.Terminate));
        await manager.ExpectMsgAsync<StopProcess>();
        run.Tell(Ends.Stopped(Failure));

        Assert.Equal(3, RunExitCode.Of(await _result.Task));
    }

    [Fact]
    public async Task Should_fail_when_the_manager_ends()
    {
        var (_, manager) = await StartAsync(RestartMode.Never);

        Sys.Stop(manager);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _result.Task);
    }

    private async Task<(IActorRef Run, TestProbe Manager)> StartAsync(RestartMode restart)
    {
        var manager = CreateTestProbe();
        var run = Run(manager, restart);
        await manager.FishForMessageAsync(message => message is StartProcess);
        run.Tell(Ends.Started());
        return (run, manager);
    }

    private IActorRef Run(IActorRef manager, RestartMode restart) =>
        Sys.ActorOf(
            RunActor.Props(
                manager,
                new RunAssignment(
                    Ends.Key,
                    new ProcessSpec
                    {
                        Command = ["true"],
                        Restart = new RestartPolicy { Mode = restart },
                    },
                    Stdio: null,
                    _reported.Add,
                    _stoppedSelf.SetResult,
                    TimeProvider.System
                ),
                _result
            )
        );

    private static SignalProcess Signal(ProcessSignal signal) => new(Ends.Key, signal.Number, SignalScope.Group);

    private static ProcessSnapshot Snapshot(int incarnation, ProcessPhase phase) =>
        new()
        {
            Key = Ends.Key,
            Incarnation = incarnation,
            Name = "true",
            Command = ["true"],
            Phase = phase,
            StartedAt = Ends.Started().At,
            Age = TimeSpan.Zero,
            Containment = ContainmentLevel.Session,
        };
}
