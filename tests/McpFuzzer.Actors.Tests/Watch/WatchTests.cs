using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>Watchdog, manager and processes together.</summary>
public sealed class WatchTests : WatchedSpec
{
    private const string Term = "terminate";

    [Fact]
    public void Should_cut_a_ladder_short_when_the_kill_is_due()
    {
        var process = Start(Spec with { StopLadder = new StopLadder(TimeSpan.Zero, 600 * Second, 5 * Second) });

        Pass(60);
        Assert.Contains(Term, process.Orders);
        Assert.DoesNotContain("kill", process.Orders);
        Pass(1);

        Assert.Contains("kill", process.Orders);
        var stopped = (ProcessStopped)Events.FishForMessage(message => message is ProcessStopped);
        Assert.Equal(ExitCause.Watchdog, stopped.Cause);
        Assert.Equal((0, 1, 1), (Stats().RegisteredCount, Stats().Terminated, Stats().Killed));
    }

    [Fact]
    public void Should_report_every_level_and_end_no_process_when_auto_kill_is_off()
    {
        var process = Start(Spec with { AutoKill = false });

        Pass(200);

        Assert.Equal(Enum.GetValues<UnresponsiveLevel>(), Levels());
        Assert.Empty(process.Orders);
        Assert.Equal((1, 0, 1), (Stats().RegisteredCount, Stats().Running, Stats().Suspect));
    }

    [Fact]
    public void Should_end_no_process_while_it_is_stopped_and_count_silence_afresh_when_it_is_started()
    {
        var process = Start();
        Pass(34);
        Assert.Equal([UnresponsiveLevel.Warning], Levels());
        Watchdog.Tell(new StopWatchdog(), TestActor);
        ExpectMsg<WatchdogStopped>();
        Pass(100);
        Assert.Empty(Levels());

        Watchdog.Tell(new StartWatchdog(), TestActor);
        ExpectMsg<WatchdogStarted>();

        Pass(30);
        Assert.Empty(Levels());
        Pass(6);
        Assert.Equal([UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate], Levels());
        Assert.Contains(Term, process.Orders);
    }

    [Fact]
    public void Should_continue_ladders_that_have_begun_when_it_is_stopped()
    {
        var process = Start();
        Pass(36);
        Watchdog.Tell(new StopWatchdog(), TestActor);
        ExpectMsg<WatchdogStopped>();

        Pass(3);

        Assert.Contains("kill", process.Orders);
    }

    [Fact]
    public void Should_watch_the_next_incarnation_even_if_the_last_was_unregistered()
    {
        var process = Start(
            Spec with
            {
                Restart = new RestartPolicy
                {
                    Mode = RestartMode.Always,
                    MinBackoff = Second,
                    RandomFactor = 0,
                },
            }
        );
        Watchdog.Tell(new UnregisterProcess(Key), TestActor);
        ExpectMsg<Unregistered>();
        process.Exit(new ProcessExit.Code(1));
        Events.FishForMessage(message => message is ProcessRestarting);

        Pass(2);

        Assert.True(IsRegistered());
    }

    [Fact]
    [Trait("Hazard", "44")]
    public void Should_keep_its_registrations_when_the_watchdog_has_failed()
    {
        Start();
        var left = Start(key: new ProcessKey("left-alone"));
        Watchdog.Tell(new UnregisterProcess(new ProcessKey("left-alone")), TestActor);
        ExpectMsg<Unregistered>();
        Pass(36);
        Assert.Equal(1, Stats().Terminated);
        Watchdog.Tell(new StopWatchdog(), TestActor);
        ExpectMsg<WatchdogStopped>();

        Fail();

        Assert.True(IsRegistered());
        Assert.False(IsRegistered(new ProcessKey("left-alone")));
        Assert.Equal((false, 1), (Stats().Watching, Stats().Terminated));
        Watchdog.Tell(new RegisterProcess(new ProcessKey("left-alone")), TestActor);
        ExpectMsg<Registered>();
        Assert.Empty(left.Orders);
    }

    [Fact]
    [Trait("Hazard", "44")]
    public void Should_end_hung_processes_even_after_the_watchdog_has_failed()
    {
        var process = Start();
        Pass(20);

        Fail();

        Pass(16);
        Assert.Equal([UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate], Levels());
        Assert.Contains(Term, process.Orders);
    }

    public static TheoryData<int> Jumps => [3600, -3600];

    [Theory]
    [Trait("Hazard", "25")]
    [MemberData(nameof(Jumps))]
    public void Should_do_nothing_when_the_wall_clock_jumps_an_hour(int seconds)
    {
        var process = Start();
        Host.AddExternal(4711);
        var external = Registered(4711);
        Pass(20);

        Time.Jump(seconds * Second);
        Pass(10);

        Assert.Empty(Levels());
        Assert.Empty(Levels(external));
        Assert.Empty(process.Orders);
        // A process that has been silent for too long is still found.
        Pass(1);
        Assert.Equal([UnresponsiveLevel.Warning], Levels());
    }

    [Theory]
    [Trait("Hazard", "25")]
    [MemberData(nameof(Jumps))]
    public void Should_do_nothing_when_the_wall_clock_jumps_an_hour_and_a_callback_uses_it(int seconds)
    {
        var activeAt = Time.GetUtcNow();
        Manager.Tell(new StartProcessWithCallback(new StartProcess(Spec, Key), () => activeAt), TestActor);
        ExpectMsg<ProcessStarted>();
        for (var round = 0; round < 2; round++)
        {
            PassWithCallbacks(25);
            activeAt = Time.GetUtcNow();
            PassWithCallbacks(4);
            Time.Jump(seconds * Second);
            PassWithCallbacks(25);
            activeAt = Time.GetUtcNow();
        }

        Assert.Empty(Levels());
        Assert.Equal(0, Stats().CallbackFaults);
    }

    /// <summary>Callers of the public types cannot cause this.</summary>
    private void Fail()
    {
        EventFilter
            .Exception<NullReferenceException>()
            .ExpectOne(() => Watchdog.Tell(new WatchdogProtocol.CompleteStats(null!, TestActor)));
        SettleAll();
    }
}
