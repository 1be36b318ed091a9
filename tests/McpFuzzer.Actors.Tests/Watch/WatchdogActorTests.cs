using Akka.Actor;
using Akka.TestKit;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Tests.Time;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

public sealed class WatchdogActorTests : VirtualTimeKit
{
    private static readonly ProcessKey Key = new("target");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestProbe _manager;
    private readonly TestProbe _process;
    private readonly IActorRef _watchdog;

    public WatchdogActorTests()
    {
        _manager = CreateTestProbe();
        _process = CreateTestProbe();
        _watchdog = NewWatchdog(WatchdogSettings.From(Akka.Configuration.Config.Empty));
    }

    [Fact]
    public void Should_warn_then_terminate_then_kill_when_a_process_stays_silent()
    {
        Watch();
        var silentSince = Clock.GetTimestamp();

        var warn = Silent<WatchdogProtocol.Warn>(silentSince);
        var terminate = Silent<WatchdogProtocol.Terminate>(silentSince);
        var kill = Silent<WatchdogProtocol.Kill>(silentSince);

        Assert.Equal(new WatchdogProtocol.Warn(1, 31 * Second), warn);
        Assert.Equal(new WatchdogProtocol.Terminate(1, 36 * Second, Act: true), terminate);
        Assert.Equal(new WatchdogProtocol.Kill(1, 61 * Second, Act: true), kill);
        AssertNothingMoreIsOrdered(silentSince);
        var stats = Stats();
        Assert.Equal((1, 0, 1), (stats.RegisteredCount, stats.Running, stats.Suspect));
        Assert.Equal((1, 1), (stats.Terminated, stats.Killed));
    }

    [Fact]
    public void Should_report_every_level_and_act_on_none_when_auto_kill_is_off()
    {
        Watch(autoKill: false);
        var silentSince = Clock.GetTimestamp();

        Silent<WatchdogProtocol.Warn>(silentSince);

        Assert.False(Silent<WatchdogProtocol.Terminate>(silentSince).Act);
        Assert.False(Silent<WatchdogProtocol.Kill>(silentSince).Act);
        Assert.Equal((0, 0), (Stats().Terminated, Stats().Killed));
    }

    [Fact]
    public void Should_use_the_timeout_of_the_process_when_it_has_one()
    {
        Watch(timeout: 2 * Second);
        var silentSince = Clock.GetTimestamp();

        Assert.Equal(3 * Second, Silent<WatchdogProtocol.Warn>(silentSince).SilentFor);
        Assert.Equal(8 * Second, Silent<WatchdogProtocol.Terminate>(silentSince).SilentFor);
        Assert.Equal(61 * Second, Silent<WatchdogProtocol.Kill>(silentSince).SilentFor);
    }

    [Fact]
    public void Should_send_no_command_but_a_check_each_heartbeat_interval_when_a_process_is_active()
    {
        Watch();
        var asked = 0;
        for (var second = 0; second < 100; second++)
        {
            Tick();
            if (_process.HasMessages)
            {
                _process.ExpectMsg<WatchdogProtocol.HeartbeatCheck>();
                Heartbeat(Clock.GetTimestamp());
                asked++;
            }
        }

        Assert.Equal(10, asked);
        Assert.Equal((1, 0), (Stats().Running, Stats().Suspect));
    }

    [Fact]
    public void Should_report_a_level_again_when_the_process_was_active_in_between()
    {
        Watch();
        Silent<WatchdogProtocol.Warn>(Clock.GetTimestamp());
        var active = Clock.GetTimestamp();

        Assert.Equal(31 * Second, Silent<WatchdogProtocol.Warn>(active).SilentFor);
    }

    [Fact]
    public void Should_report_to_the_manager_when_three_checks_have_no_reply()
    {
        Watch();
        for (var second = 0; second < 31; second++)
        {
            Tick();
        }

        _manager.ExpectMsg(new WatchdogProtocol.HeartbeatsMissed(Key, 1));
        Assert.Equal(
            3,
            Enumerable.Range(0, 3).Count(_ => _process.ExpectMsg<WatchdogProtocol.HeartbeatCheck>() is not null)
        );
        Assert.False(IsRegistered());
        AssertNothingIsChecked();
    }

    [Fact]
    public void Should_end_any_number_of_hung_processes_in_the_same_tick()
    {
        var probes = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToArray();
        var silentSince = Clock.GetTimestamp();
        for (var n = 0; n < probes.Length; n++)
        {
            _watchdog.Tell(new WatchdogProtocol.Watch(new ProcessKey($"p{n}"), 1, probes[n], 10 * Second, null));
        }

        var orders = probes.Select(_ => new List<object>()).ToArray();
        for (var second = 0; second < 16; second++)
        {
            Tick();
            // All checks of a tick are received before the first is answered, since an answer leads to a command at
            // once.
            var asked = probes.Select(Drain).ToArray();
            for (var n = 0; n < probes.Length; n++)
            {
                orders[n].AddRange(asked[n].Where(message => message is not WatchdogProtocol.HeartbeatCheck));
                if (asked[n].Any(message => message is WatchdogProtocol.HeartbeatCheck))
                {
                    _watchdog.Tell(new WatchdogProtocol.Heartbeat(new ProcessKey($"p{n}"), 1, silentSince));
                }
            }

            Settle(_watchdog);
        }

        Assert.Equal(20, Stats().Terminated);
        for (var n = 0; n < probes.Length; n++)
        {
            Assert.Single(orders[n].Concat(Drain(probes[n])).OfType<WatchdogProtocol.Terminate>());
        }
    }

    [Fact]
    public void Should_send_no_command_for_an_incarnation_that_is_not_watched()
    {
        var long_ago = Clock.GetTimestamp();
        Watch(incarnation: 2);
        Scheduler.Advance(100 * Second);
        _process.ExpectMsg(new WatchdogProtocol.HeartbeatCheck(2));

        _watchdog.Tell(new WatchdogProtocol.Heartbeat(Key, 1, long_ago));
        _watchdog.Tell(new WatchdogProtocol.Watch(Key, 1, CreateTestProbe(), null, null));
        _watchdog.Tell(new WatchdogProtocol.Unwatch(Key, 1));

        Assert.True(IsRegistered());
        Assert.Equal(0, Stats().Suspect);
        Assert.False(_process.HasMessages);
    }

    [Fact]
    public void Should_watch_the_next_incarnation_instead_of_the_first()
    {
        Watch(incarnation: 1);
        var next = CreateTestProbe();
        _watchdog.Tell(new WatchdogProtocol.Watch(Key, 2, next, null, null));

        Tick();

        next.ExpectMsg(new WatchdogProtocol.HeartbeatCheck(2));
        Assert.False(_process.HasMessages);
    }

    [Fact]
    public void Should_send_no_more_checks_when_a_process_is_unwatched()
    {
        Watch();
        _watchdog.Tell(new WatchdogProtocol.Unwatch(Key, 1));

        Assert.False(IsRegistered());
        AssertNothingIsChecked();
    }

    [Fact]
    public void Should_send_no_more_checks_when_a_process_is_unregistered_on_request()
    {
        Watch();

        _watchdog.Tell(new UnregisterProcess(Key), TestActor);

        ExpectMsg(new Unregistered(Key));
        Assert.False(IsRegistered());
        AssertNothingIsChecked();
    }

    [Fact]
    public void Should_reply_at_once_when_a_process_is_registered_already()
    {
        Watch();

        _watchdog.Tell(new RegisterProcess(Key), TestActor);

        ExpectMsg(new Registered(Key));
        Assert.False(_manager.HasMessages);
    }

    [Fact]
    public void Should_register_through_the_manager_and_not_count_the_silence_before()
    {
        var silentSince = Clock.GetTimestamp();
        Scheduler.Advance(1_000 * Second);

        _watchdog.Tell(new RegisterProcess(Key), TestActor);
        _manager.ExpectMsg(new WatchdogProtocol.RegistrationWanted(Key, TestActor));
        Watch(sender: TestActor);

        ExpectMsg(new Registered(Key));
        Assert.Equal(31 * Second, Silent<WatchdogProtocol.Warn>(silentSince).SilentFor);
    }

    [Fact]
    public void Should_send_nothing_to_a_rejected_sender_when_its_process_is_started_later()
    {
        _watchdog.Tell(new RegisterProcess(Key), TestActor);
        _manager.ExpectMsg<WatchdogProtocol.RegistrationWanted>();

        Watch();
        Tick();

        Assert.False(HasMessages);
    }

    [Fact]
    public void Should_send_no_check_and_no_command_while_it_is_stopped_and_not_count_that_time_as_silence()
    {
        Watch();
        var silentSince = Clock.GetTimestamp();
        _watchdog.Tell(new StopWatchdog(), TestActor);
        ExpectMsg<WatchdogStopped>();
        Assert.False(Stats().Watching);
        Advance(Second, 100, _watchdog);
        Assert.False(_process.HasMessages);
        Assert.True(IsRegistered());

        _watchdog.Tell(new StartWatchdog(), TestActor);
        ExpectMsg<WatchdogStarted>();

        Assert.True(Stats().Watching);
        Assert.Equal(31 * Second, Silent<WatchdogProtocol.Warn>(silentSince).SilentFor);
    }

    [Fact]
    public void Should_not_count_silence_when_the_node_itself_was_suspended()
    {
        Watch();
        var silentSince = Clock.GetTimestamp();
        Assert.Empty(SilentTick(silentSince));

        Scheduler.Advance(1_000 * Second);
        Settle(_watchdog);
        _process.ExpectMsg<WatchdogProtocol.HeartbeatCheck>();
        Heartbeat(silentSince);
        Settle(_watchdog);

        Assert.False(_process.HasMessages);
        Assert.Equal(31 * Second, Silent<WatchdogProtocol.Warn>(silentSince).SilentFor);
    }

    [Fact]
    public void Should_watch_from_its_start_and_go_on_when_it_is_started_again()
    {
        Watch();
        var silentSince = Clock.GetTimestamp();
        Assert.True(Stats().Watching);
        for (var second = 0; second < 20; second++)
        {
            SilentTick(silentSince);
        }

        _watchdog.Tell(new StartWatchdog(), TestActor);
        ExpectMsg<WatchdogStarted>();

        Assert.Equal(31 * Second, Silent<WatchdogProtocol.Warn>(silentSince).SilentFor);
    }

    [Fact]
    public void Should_complete_the_counts_of_the_manager_for_the_sender()
    {
        Watch();
        Tick();
        Scheduler.Advance(TimeSpan.FromMilliseconds(300));
        var partial = new ManagerStats
        {
            ByPhase = new Dictionary<ProcessPhase, int> { [ProcessPhase.Running] = 1 },
            Started = 7,
            SpawnFailures = 0,
            Stopped = 0,
            Escalations = 0,
            SurvivorsKilled = 0,
            Lost = 0,
            Watchdog = new WatchdogStats
            {
                Watching = false,
                RegisteredCount = 0,
                Running = 0,
                Suspect = 0,
                Terminated = 0,
                Killed = 0,
            },
        };

        _watchdog.Tell(new WatchdogProtocol.CompleteStats(partial, TestActor));

        var stats = ExpectMsg<ManagerStats>();
        Assert.Equal(7, stats.Started);
        Assert.Equal(
            new WatchdogStats
            {
                Watching = true,
                RegisteredCount = 1,
                Running = 1,
                Suspect = 0,
                Terminated = 0,
                Killed = 0,
                SinceLastTick = TimeSpan.FromMilliseconds(300),
            },
            stats.Watchdog
        );
    }

    [Fact]
    public void Should_report_no_last_tick_before_the_first() => Assert.Null(Stats().SinceLastTick);

    [Fact]
    public void Should_request_registrations_when_it_has_failed_and_count_the_whole_silence_then()
    {
        Watch();
        var silentSince = Clock.GetTimestamp();
        Scheduler.Advance(40 * Second);
        Settle(_watchdog);
        _process.ExpectMsg<WatchdogProtocol.HeartbeatCheck>();

        // A null actor is a bug of the sender, and makes the watchdog fail at its next tick.
        _watchdog.Tell(new WatchdogProtocol.Watch(new ProcessKey("poison"), 1, null!, null, null));
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => Scheduler.Advance(Second));
        _manager.ExpectMsg<WatchdogProtocol.ReRegister>();
        Assert.False(IsRegistered());

        Watch();
        Tick();
        _process.FishForMessage(message => message is WatchdogProtocol.HeartbeatCheck);
        Heartbeat(silentSince);
        Settle(_watchdog);

        _process.ExpectMsg(new WatchdogProtocol.Warn(1, 42 * Second));
        _process.ExpectMsg(new WatchdogProtocol.Terminate(1, 42 * Second, Act: true));
    }

    [Fact]
    public void Should_leave_messages_that_are_not_its_own_unhandled()
    {
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        _watchdog.Tell("nonsense");

        Assert.Equal("nonsense", unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    private IActorRef NewWatchdog(WatchdogSettings settings)
    {
        var watchdog = Sys.ActorOf(WatchdogActor.Props(_manager, settings, Clock), "watchdog");
        // Its timer is set once it answers. A scheduler in virtual time misses a timer that is set later.
        Settle(watchdog);
        return watchdog;
    }

    private void Watch(int incarnation = 1, TimeSpan? timeout = null, bool? autoKill = null, IActorRef? sender = null)
    {
        _watchdog.Tell(new WatchdogProtocol.Watch(Key, incarnation, _process, timeout, autoKill, sender));
        Settle(_watchdog);
    }

    /// <summary>Ticks, and answers each check without new activity, until the command arrives.</summary>
    private T Silent<T>(long since)
    {
        for (var second = 0; second < 120; second++)
        {
            foreach (var message in SilentTick(since))
            {
                return Assert.IsType<T>(message);
            }
        }

        throw new InvalidOperationException($"no {typeof(T).Name} within 120 s");
    }

    private List<object> SilentTick(long since)
    {
        Tick();
        List<object> orders = [];
        while (_process.HasMessages)
        {
            var message = _process.ReceiveOne(TimeSpan.Zero);
            if (message is WatchdogProtocol.HeartbeatCheck)
            {
                Heartbeat(since);
                Settle(_watchdog);
            }
            else
            {
                orders.Add(message);
            }
        }

        return orders;
    }

    private void AssertNothingMoreIsOrdered(long silentSince)
    {
        for (var second = 0; second < 60; second++)
        {
            Assert.Empty(SilentTick(silentSince));
        }
    }

    private static List<object> Drain(TestProbe probe)
    {
        List<object> messages = [];
        while (probe.HasMessages)
        {
            messages.Add(probe.ReceiveOne(TimeSpan.Zero));
        }

        return messages;
    }

    private void AssertNothingIsChecked()
    {
        while (_process.HasMessages)
        {
            _process.ReceiveOne(TimeSpan.Zero);
        }

        Advance(Second, 15, _watchdog);
        Assert.False(_process.HasMessages);
    }

    private void Tick() => Advance(Second, 1, _watchdog);

    private void Heartbeat(long lastActivity) => _watchdog.Tell(new WatchdogProtocol.Heartbeat(Key, 1, lastActivity));

    private bool IsRegistered()
    {
        _watchdog.Tell(new IsRegistered(Key), TestActor);
        return ExpectMsg<RegistrationStatus>().IsRegistered;
    }

    private WatchdogStats Stats()
    {
        _watchdog.Tell(new GetWatchdogStats(), TestActor);
        return ExpectMsg<WatchdogStats>();
    }
}
