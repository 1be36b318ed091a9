using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

public sealed class ExternalProcessTests : WatchedSpec
{
    private const int Pid = 4711;
    private const int Term = 15;
    private const int Cont = 18;
    private const int Kill = 9;

    private static readonly ProcessExit NotOurs = new ProcessExit.Unknown("not a child");

    [Fact]
    public void Should_give_a_key_that_names_it_everywhere_else()
    {
        Host.AddExternal(Pid);

        var key = Registered(Pid);

        Assert.Equal(new ProcessKey($"external-{Pid}-1"), key);
        Assert.True(IsRegistered(key));
        Assert.Equal((1, 1, 0), (Stats().RegisteredCount, Stats().Running, Stats().Suspect));
        Watchdog.Tell(new RegisterProcess(key), TestActor);
        ExpectMsg(new Registered(key));
    }

    [Fact]
    public void Should_be_warned_of_terminated_and_killed_when_it_stays_silent()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);

        Pass(35);
        Assert.Equal([UnresponsiveLevel.Warning], Levels(key));
        Assert.Empty(external.Signals);
        Pass(1);
        Assert.Equal([UnresponsiveLevel.Terminate], Levels(key));
        Assert.Equal([Term, Cont], external.Signals);
        // The grace of the node's ladder.
        Pass(2);
        Assert.Equal([Term, Cont, Kill], external.Signals);
        external.End(NotOurs);
        SettleAll();

        var exited = Events.ExpectMsg<ProcessExited>();
        Assert.Equal(
            (key, 1, NotOurs, ExitCause.Watchdog),
            (exited.Key, exited.Incarnation, exited.Exit, exited.Cause)
        );
        Assert.Equal(38 * Second, exited.Ran);
        Assert.False(IsRegistered(key));
        Assert.Equal((1, 0), (Stats().Terminated, Stats().Killed));
        Assert.True(external.Disposed.IsCompletedSuccessfully);
    }

    [Fact]
    public void Should_be_published_as_unkillable_after_its_deadline_and_as_ended_when_it_ends()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);
        Pass(36 + 2);
        Levels(key);

        Pass(5);

        Assert.Equal([Pid], Events.ExpectMsg<ProcessUnkillable>().Pids);
        Assert.False(IsRegistered(key));
        external.End(NotOurs);
        Assert.Equal(ExitCause.Watchdog, Events.ExpectMsg<ProcessExited>().Cause);
    }

    [Fact]
    public void Should_be_killed_at_once_when_the_kill_is_due_during_its_grace()
    {
        var external = Host.AddExternal(Pid);
        Register(new RegisterExternal(Pid) { Timeout = 54.5 * Second });
        var key = ExpectMsg<Registered>().Key;

        // Terminate at 59.5 s; the longest time allowed is 60 s.
        Pass(60);
        Assert.Equal([Term, Cont], external.Signals);
        Pass(1);

        Assert.Equal([Term, Cont, Kill], external.Signals);
        Assert.Equal(Enum.GetValues<UnresponsiveLevel>(), Levels(key));
    }

    [Fact]
    public void Should_be_reported_and_left_alone_when_auto_kill_is_off()
    {
        var external = Host.AddExternal(Pid);
        Register(new RegisterExternal(Pid) { AutoKill = false });
        var key = ExpectMsg<Registered>().Key;

        Pass(100);

        Assert.Equal(Enum.GetValues<UnresponsiveLevel>(), Levels(key));
        Assert.Empty(external.Signals);
        Assert.Equal((0, 0, 1), (Stats().Terminated, Stats().Killed, Stats().Suspect));
    }

    [Fact]
    public void Should_not_be_silent_when_it_is_updated()
    {
        Host.AddExternal(Pid);
        var key = Registered(Pid);
        for (var round = 0; round < 5; round++)
        {
            Pass(20);
            // Either may be published.
            (round % 2 == 0 ? Manager : Watchdog).Tell(new UpdateActivity(key));
        }

        Assert.Empty(Levels(key));
    }

    [Fact]
    public void Should_not_be_silent_when_its_callback_reports_activity()
    {
        Host.AddExternal(Pid);
        var activeAt = Clock.GetTimestamp();
        Watchdog.Tell(
            new RegisterExternalWithCallback(new RegisterExternal(Pid), () => ActivityTime.FromTimestamp(activeAt)),
            TestActor
        );
        var key = ExpectMsg<Registered>().Key;
        PassWithCallbacks(20);
        activeAt = Clock.GetTimestamp();
        PassWithCallbacks(25);
        Assert.Empty(Levels(key));

        PassWithCallbacks(10);

        Assert.Equal([UnresponsiveLevel.Warning], Levels(key));
    }

    [Fact]
    [Trait("Hazard", "34")]
    public void Should_count_a_callback_that_is_not_usable_in_the_stats()
    {
        Host.AddExternal(Pid);
        Watchdog.Tell(
            new RegisterExternalWithCallback(
                new RegisterExternal(Pid),
                () => throw new InvalidOperationException("a caller's own fault")
            ),
            TestActor
        );
        ExpectMsg<Registered>();

        PassWithCallbacks(25);

        Assert.Equal(1, Stats().CallbackFaults);
    }

    [Fact]
    public void Should_be_registered_no_more_when_it_ends_by_itself()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);

        external.End(new ProcessExit.Code(3));

        var exited = Events.ExpectMsg<ProcessExited>();
        Assert.Equal((new ProcessExit.Code(3), ExitCause.Exited), (exited.Exit, exited.Cause));
        SettleAll();
        Assert.False(IsRegistered(key));
        Assert.Equal(0, Stats().RegisteredCount);
    }

    [Fact]
    public async Task Should_be_released_when_it_is_unregistered_and_can_be_registered_again()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);
        Watchdog.Tell(new UnregisterProcess(key), TestActor);
        ExpectMsg(new Unregistered(key));
        await external.Disposed;
        Assert.False(IsRegistered(key));
        Watchdog.Tell(new RegisterProcess(key), TestActor);
        Assert.Equal(RejectReason.NotFound, ExpectMsg<CommandRejected>().Reason);

        Host.AddExternal(Pid);

        Assert.Equal(new ProcessKey($"external-{Pid}-2"), Registered(Pid));
    }

    [Fact]
    public async Task Should_be_rejected_when_it_is_registered_already_and_not_when_another_process_has_its_pid()
    {
        Host.AddExternal(Pid, startTicks: 1);
        var key = Registered(Pid);
        var again = Host.AddExternal(Pid, startTicks: 1);
        Register(new RegisterExternal(Pid));

        var refused = ExpectMsg<CommandRejected>();
        Assert.Equal(RejectReason.AlreadyExists, refused.Reason);
        Assert.Contains(key.Value, refused.Message, StringComparison.Ordinal);
        await again.Disposed;
        Assert.True(IsRegistered(key));

        Host.AddExternal(Pid, startTicks: 2);
        Registered(Pid);
    }

    [Fact]
    public void Should_be_rejected_when_it_is_managed()
    {
        var process = Start();
        Host.AddExternal(process.Pid);

        Register(new RegisterExternal(process.Pid));

        var refused = ExpectMsg<CommandRejected>();
        Assert.Equal(RejectReason.AlreadyExists, refused.Reason);
        Assert.Contains(Key.Value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_its_key_from_being_started()
    {
        Host.AddExternal(Pid);
        var key = Registered(Pid);

        Manager.Tell(new StartProcess(Spec, key), TestActor);

        Assert.Equal(RejectReason.AlreadyExists, ExpectMsg<CommandRejected>().Reason);
    }

    [Fact]
    public void Should_use_a_key_that_no_process_has()
    {
        Start(key: new ProcessKey($"external-{Pid}-1"));
        Host.AddExternal(Pid);

        Assert.Equal(new ProcessKey($"external-{Pid}-2"), Registered(Pid));
    }

    public static TheoryData<RejectReason, int> Rejections =>
        new()
        {
            { RejectReason.NotFound, (int)BindRejection.NoSuchProcess },
            { RejectReason.Unauthorised, (int)BindRejection.NotAllowed },
            { RejectReason.AlreadyExists, (int)BindRejection.Managed },
            { RejectReason.LimitReached, (int)BindRejection.NoResources },
            { RejectReason.InvalidSpec, (int)BindRejection.Unsupported },
        };

    [Theory]
    [MemberData(nameof(Rejections))]
    public void Should_be_rejected_with_the_reason_of_the_host(RejectReason reason, int why)
    {
        Host.Externals[Pid] = new BindResult.Rejected((BindRejection)why, "because");

        Register(new RegisterExternal(Pid));

        ExpectMsg(new CommandRejected(reason, "because"));
        Assert.Equal(0, Stats().RegisteredCount);
    }

    [Theory]
    [Trait("Hazard", "45")]
    [InlineData(1, 1, "Pid = 1")]
    [InlineData(-4711, 1, "Pid = -4711")]
    [InlineData(Pid, 0, "Timeout = 0s")]
    [InlineData(Pid, -1, "Timeout = -1s")]
    [InlineData(Pid, 366 * 86400, "Timeout = 366d")]
    public void Should_be_rejected_when_a_value_is_out_of_range(int pid, int timeoutSeconds, string fault)
    {
        Host.AddExternal(pid);

        Register(new RegisterExternal(pid) { Timeout = timeoutSeconds * Second });

        var refused = ExpectMsg<CommandRejected>();
        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);
        Assert.StartsWith(fault, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_rejected_when_the_sender_is_on_another_node_or_missing()
    {
        Host.AddExternal(Pid);
        var elsewhere = new Elsewhere(TestActor);

        Watchdog.Tell(new RegisterExternal(Pid), elsewhere);
        Assert.Equal(RejectReason.Unauthorised, ExpectMsg<CommandRejected>().Reason);
        Watchdog.Tell(new RegisterExternal(Pid), ActorRefs.NoSender);
        SettleAll();

        Assert.Equal(0, Stats().RegisteredCount);
    }

    [Fact]
    public void Should_be_rejected_when_the_node_shuts_down()
    {
        Host.AddExternal(Pid);
        Manager.Tell(new ShutdownManager(), TestActor);
        ExpectMsg<ManagerStopped>();

        Register(new RegisterExternal(Pid));

        Assert.Equal(RejectReason.ShuttingDown, ExpectMsg<CommandRejected>().Reason);
    }

    [Fact]
    [Trait("Hazard", "44")]
    public void Should_still_be_watched_when_the_watchdog_has_failed()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);
        Pass(20);

        // Callers of the public types cannot cause this.
        EventFilter
            .Exception<NullReferenceException>()
            .ExpectOne(() => Watchdog.Tell(new WatchdogProtocol.CompleteStats(null!, TestActor)));
        SettleAll();

        Assert.True(IsRegistered(key));
        Pass(16);
        Assert.Equal([UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate], Levels(key));
        Assert.Equal([Term, Cont], external.Signals);
    }

    [Fact]
    [Trait("Hazard", "44")]
    public async Task Should_be_published_as_lost_and_left_alive_when_its_actor_throws()
    {
        var external = Host.AddExternal(Pid);
        var key = Registered(Pid);
        external.Fault = new InvalidOperationException("a bug");

        Pass(36);

        var lost = (ProcessLost)await Events.FishForMessageAsync(message => message is ProcessLost);
        Assert.Equal((key, 1), (lost.Key, lost.Incarnation));
        Assert.Contains("was not ended", lost.Detail, StringComparison.Ordinal);
        await external.Disposed;
        Assert.Empty(external.Signals);
        Assert.False(IsRegistered(key));
    }

    /// <summary>A sender with the address of another system.</summary>
    [SuppressMessage("Design", "MA0097", Justification = "No references are compared here.")]
    private sealed class Elsewhere(IActorRef here) : MinimalActorRef
    {
        public override bool IsLocal => false;

        public override ActorPath Path { get; } = ActorPath.Parse("akka.tcp://other@elsewhere:4711/user/another");

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender) => here.Tell(message, sender);
    }
}
