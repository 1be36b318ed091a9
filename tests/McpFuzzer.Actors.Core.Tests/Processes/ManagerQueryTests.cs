using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Queries, what is handed on to one actor, subscribers and consumers.</summary>
public sealed class ManagerQueryTests
{
    private static readonly CommandRejected NotFound = new(RejectReason.NotFound, "no process has the key target");
    private static readonly CommandRejected NotRunning = new(RejectReason.NotRunning, "target is not running");

    private readonly ManagerRun _machine = new();

    [Fact]
    public void Should_let_the_actor_of_a_process_show_it()
    {
        var run = _machine.Start();
        var forward = new ManagerEffect.Forward(run, new GetProcess(Key), Bob);

        Assert.Equal(forward, Assert.Single(_machine.Send(new GetProcess(Key), Bob).Effects));
        Assert.Equal(forward, Assert.Single(_machine.Send(new FindByPid(Pid), Bob).Effects));
    }

    [Fact]
    public void Should_show_the_last_snapshot_of_a_lost_process()
    {
        var run = _machine.Start();
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
        _machine.Now += Second;

        var shown = _machine.Send(new GetProcess(Key), Bob).Reply<ProcessSnapshot>();

        Assert.Equal(
            (Key, 1, "server", ProcessPhase.Stopping),
            (shown.Key, shown.Incarnation, shown.Name, shown.Phase)
        );
        Assert.Equal((Pid, Noon, Second), (shown.Pid, shown.StartedAt, shown.Age));
        Assert.Equal((ContainmentLevel.Session, false), (shown.Containment, shown.IsReady));
        Assert.Equal(["serve", "--token", "***"], shown.Command);
        Assert.Equal(NotFoundPid(Pid), _machine.Send(new FindByPid(Pid), Bob).Reply<CommandRejected>());
    }

    [Fact]
    public void Should_show_the_last_end_of_a_key_that_backs_off_or_is_free()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1).Stop(run, code: 1);
        var shown = _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>();
        Assert.Equal((ProcessPhase.BackingOff, 1, 0), (shown.Phase, shown.Incarnation, shown.Restarts));
        _machine.Send(new StopProcess(Key));

        shown = _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>();

        Assert.Equal((ProcessPhase.Exited, 1), (shown.Phase, shown.Incarnation));
    }

    [Fact]
    public void Should_distinguish_an_unknown_key_from_one_without_a_running_process()
    {
        IManagerCommand[] commands = [new SignalProcess(Key, 10), new WaitForExit(Key)];
        Assert.All(commands, command => Assert.Equal(NotFound, _machine.Send(command).Reply<CommandRejected>()));
        Assert.Equal(NotFound, _machine.Send(new GetProcess(Key)).Reply<CommandRejected>());
        Assert.Equal(NotFound, _machine.Send(new StopProcess(Key)).Reply<CommandRejected>());
        _machine.Live();

        Assert.Equal(NotRunning, _machine.Send(commands[0]).Reply<CommandRejected>());
        Assert.Equal(NotFoundPid(Pid), _machine.Send(new FindByPid(Pid)).Reply<CommandRejected>());
    }

    [Theory]
    [InlineData(0, SignalScope.Leader, "Signal = 0: must be a whole number from 1 to 64")]
    [InlineData(1, SignalScope.Leader, null)]
    [InlineData(64, SignalScope.Group, null)]
    [InlineData(65, SignalScope.Leader, "Signal = 65: must be a whole number from 1 to 64")]
    [InlineData(1, (SignalScope)7, "Scope = 7: must be Leader or Group")]
    public void Should_forward_a_signal_that_exists(int signal, SignalScope scope, string? error)
    {
        var run = _machine.Start();
        var command = new SignalProcess(Key, signal, scope);

        _machine.Send(command, Bob);

        Assert.Equal(
            error is null
                ? new ManagerEffect.Forward(run, command, Bob)
                : new ManagerEffect.Reply(Bob, new CommandRejected(RejectReason.InvalidSpec, error)),
            Assert.Single(_machine.Effects)
        );
    }

    [Fact]
    public void Should_not_forward_to_a_lost_process()
    {
        _machine.Feed(new ManagerInput.ActorEnded(_machine.Start(), CallbackFault: null));

        Assert.Empty(_machine.Send(new UpdateActivity(Key)).Effects);
        Assert.Equal(NotRunning, _machine.Send(new SignalProcess(Key, 10)).Reply<CommandRejected>());
        Assert.Equal(NotRunning, _machine.Feed(new ManagerInput.Attach(Key, 1, Bob)).Reply<CommandRejected>());
    }

    [Fact]
    public void Should_forward_an_update_of_activity_and_ignore_one_without_a_process()
    {
        var update = new UpdateActivity(Key);
        Assert.Empty(_machine.Send(update).Effects);
        var run = _machine.Start();
        Assert.Equal(new ManagerEffect.Forward(run, update, Bob), Assert.Single(_machine.Send(update, Bob).Effects));
        var external = _machine.Bind();
        var other = new UpdateActivity(external.Key);

        Assert.Equal(new ManagerEffect.Forward(external, other, Bob), Assert.Single(_machine.Send(other, Bob).Effects));
    }

    [Fact]
    public void Should_list_running_backing_off_and_ended_processes()
    {
        _machine.Live(key: new ProcessKey("ended"));
        var restarted = _machine.Start(Restarted, new ProcessKey("waiting"));
        _machine.Exit(restarted, code: 1).Stop(restarted, code: 1);
        var running = _machine.Start(key: new ProcessKey("running"));
        var lost = _machine.Start(key: new ProcessKey("lost"));
        _machine.Feed(new ManagerInput.ActorEnded(lost, CallbackFault: null));

        _machine.Send(new ListProcesses(ProcessPhase.Running), Bob);

        var gather = Assert.IsType<ManagerEffect.Gather>(Assert.Single(_machine.Effects));
        Assert.Equal([running], gather.Reachable);
        Assert.Equal((ProcessPhase.Running, Bob), (gather.Filter, gather.For));
        Assert.Equal(
            [
                ("running", ProcessPhase.Running),
                ("lost", ProcessPhase.Stopping),
                ("ended", ProcessPhase.Exited),
                ("waiting", ProcessPhase.BackingOff),
            ],
            gather.Known.Select(snapshot => (snapshot.Key.Value, snapshot.Phase))
        );
    }

    [Fact]
    public void Should_list_an_unkillable_process_once()
    {
        _machine.Outlive(_machine.Start());

        _machine.Send(new ListProcesses(), Bob);

        Assert.Single(Assert.Single(_machine.Effects.OfType<ManagerEffect.Gather>()).Known);
    }

    [Fact]
    public void Should_count_by_phase()
    {
        _machine.Live(key: new ProcessKey("ended"));
        var running = _machine.Start();
        Assert.Equal([ProcessPhase.Running, ProcessPhase.Exited], Phases());
        _machine.Feed(new ManagerInput.PhaseChanged(running, ProcessPhase.Stopping));
        Assert.Equal([ProcessPhase.Stopping, ProcessPhase.Exited], Phases());
        _machine.Outlive(running);

        Assert.Equal([ProcessPhase.Unkillable, ProcessPhase.Exited], Phases());
    }

    [Fact]
    public void Should_remove_ended_processes_from_the_list()
    {
        _machine.Live();
        Assert.Equal(1, _machine.Send(new CleanupFinished()).Reply<CleanedUp>().Count);
        Assert.Equal(0, _machine.Send(new CleanupFinished()).Reply<CleanedUp>().Count);

        _machine.Send(new ListProcesses());

        Assert.Empty(Assert.Single(_machine.Effects.OfType<ManagerEffect.Gather>()).Known);
        Assert.Equal(ProcessPhase.Exited, _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>().Phase);
    }

    [Fact]
    public void Should_remove_a_key_from_the_list_when_it_is_started_again()
    {
        _machine.Live();
        _machine.Begin();

        Assert.Equal(0, _machine.Send(new CleanupFinished()).Reply<CleanedUp>().Count);
    }

    [Fact]
    public void Should_publish_to_subscribers_until_they_unsubscribe_or_end()
    {
        Assert.Equal(
            [new ManagerEffect.Monitor(Bob), new ManagerEffect.Reply(Bob, new WatchStarted(Key))],
            _machine.Send(new WatchProcesses(Key), Bob).Effects
        );
        _machine.Send(new WatchProcesses(), Carol);
        _machine.Send(new WatchProcesses(), Alice);
        _machine.Feed(new ManagerInput.SenderEnded(Alice));
        var run = _machine.Start();
        Assert.Equal([Bob, Carol], Subscribers().Order(ByName));

        Assert.Equal(
            new ManagerEffect.Unmonitor(Carol),
            Assert.Single(_machine.Send(new UnwatchProcesses(), Carol).Effects)
        );
        _machine.Exit(run);

        Assert.Equal([Bob], Subscribers());
    }

    [Fact]
    public void Should_still_monitor_a_consumer_that_unsubscribes()
    {
        _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Bob));

        Assert.Empty(_machine.Send(new UnwatchProcesses(), Bob).Effects);
    }

    [Fact]
    public void Should_attach_to_the_named_incarnation()
    {
        Assert.Equal(NotFound, _machine.Feed(new ManagerInput.Attach(Key, 1, Bob)).Reply<CommandRejected>());
        var run = _machine.Start();

        Assert.Equal(
            new ManagerEffect.Attach(run, 1, Bob),
            Assert.Single(_machine.Feed(new ManagerInput.Attach(Key, 1, Bob)).Effects)
        );
        Assert.Equal(
            new CommandRejected(RejectReason.StaleIncarnation, "target is at incarnation 1, not 2"),
            _machine.Feed(new ManagerInput.Attach(Key, 2, Bob)).Reply<CommandRejected>()
        );
    }

    [Fact]
    public void Should_attach_one_consumer_to_each_incarnation_until_it_ends()
    {
        var run = _machine.Start();
        Assert.Equal(
            [new ManagerEffect.Monitor(Bob), new ManagerEffect.Attach(run, Incarnation: null, Bob)],
            _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Bob)).Effects
        );
        Assert.Equal(
            new CommandRejected(
                RejectReason.AlreadyExists,
                "another consumer has the streams of each incarnation of target"
            ),
            _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Carol)).Reply<CommandRejected>()
        );
        Assert.Equal(
            ["Monitor", "Attach"],
            _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Bob)).EffectNames
        );
        _machine.Feed(new ManagerInput.SenderEnded(Bob));

        _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Carol));

        Assert.Equal(Carol, _machine.State.Consumers.Find(Key));
    }

    [Fact]
    public void Should_register_running_processes_when_the_watchdog_requests_it()
    {
        var run = _machine.Start();
        var watch = new ManagerEffect.Watch(run, 1, Spec.Timeout, Spec.AutoKill, For: null);

        Assert.Equal(watch, Assert.Single(_machine.Feed(new ManagerInput.ReRegister()).Effects));
        Assert.Equal(
            watch with
            {
                For = Bob,
            },
            Assert.Single(_machine.Feed(new ManagerInput.RegistrationWanted(Key, Bob)).Effects)
        );
        _machine.Exit(run);

        Assert.Empty(_machine.Feed(new ManagerInput.ReRegister()).Effects);
        Assert.Equal(NotRunning, _machine.Feed(new ManagerInput.RegistrationWanted(Key, Bob)).Reply<CommandRejected>());
    }

    private static Comparer<SenderId> ByName { get; } =
        Comparer<SenderId>.Create((a, b) => string.CompareOrdinal((string)a.Reference, (string)b.Reference));

    private IEnumerable<SenderId> Subscribers() => Assert.Single(_machine.Effects.OfType<ManagerEffect.Publish>()).To;

    private IEnumerable<ProcessPhase> Phases()
    {
        _machine.Send(new GetManagerStats(), Bob);
        var complete = Assert.IsType<ManagerEffect.CompleteStats>(Assert.Single(_machine.Effects));
        Assert.Equal(Bob, complete.For);
        Assert.All(complete.Partial.ByPhase.Values, count => Assert.Equal(1, count));
        return complete.Partial.ByPhase.Keys;
    }

    private static CommandRejected NotFoundPid(int pid) =>
        new(RejectReason.NotFound, $"no managed process has pid {pid}");
}
