using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Tests.Time;
using McpFuzzer.Actors.Tests.Wire;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>A manager on a fake host, in virtual time, with a probe for the watchdog.</summary>
public abstract class ManagerSpec : TestKit
{
    private static readonly Config InVirtualTime = ConfigurationFactory
        .ParseString(
            """
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.test.single-expect-default = 20s
            akka.loglevel = WARNING
            """
        )
        .WithFallback(ProcessSettings.Reference)
        .WithFallback(WatchdogSettings.Reference)
        .WithFallback(ByReferenceSerializer.Configuration);

    private protected static readonly ProcessKey Key = new("target");
    private protected static readonly ProcessExit Zero = new ProcessExit.Code(0);
    private protected static readonly ProcessExit Terminated = new ProcessExit.Signal(15, CoreDumped: false);

    protected ManagerSpec(int history = 1000)
        : base(InVirtualTime)
    {
        Clock = (TestScheduler)Sys.Scheduler;
        Time = new SchedulerTime(Clock);
        Watchdog = Probe();
        var settings = ProcessSettings.From(Config.Empty) with { History = history };
        var environment = new Dictionary<string, string> { ["API_TOKEN"] = "s3cr3t-inherited" };
        Manager = Sys.ActorOf(ManagerActor.Props(Host, settings, Time, environment, seed: 1), "manager");
        Manager.Tell(new ManagerActor.UseWatchdog(Watchdog));
    }

    private protected FakeHost Host { get; } = new();

    private protected TestScheduler Clock { get; }

    private protected SchedulerTime Time { get; }

    private protected TestProbe Watchdog { get; }

    private protected IActorRef Manager { get; }

    private protected static ProcessSpec Spec { get; } =
        new()
        {
            Command = ["serve", "--token", "s3cr3t-argument"],
            Name = "server",
            Environment = new Dictionary<string, string?> { ["PASSWORD"] = "s3cr3t-changed" },
        };

    private TestProbe Probe() => CreateTestProbe("watchdog");

    /// <summary>Starts a process and waits for it.</summary>
    private protected async Task<FakeHandle> StartAsync(ProcessSpec? spec = null, ProcessKey? key = null)
    {
        Manager.Tell(new StartProcess(spec ?? Spec, key ?? Key), TestActor);
        await ExpectMsgAsync<ProcessStarted>();
        await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.Watch);
        // A later subscriber gets no event of the start.
        await SettleAsync(key);
        return await Host.NextAsync();
    }

    /// <summary>Returns when manager and process have processed all earlier messages.</summary>
    private protected async Task<ProcessSnapshot> SettleAsync(ProcessKey? key = null)
    {
        var probe = CreateTestProbe();
        Manager.Tell(new GetProcess(key ?? Key), probe);
        return await probe.ExpectMsgAsync<ProcessSnapshot>();
    }

    /// <summary>Processes all earlier messages, lets virtual time pass, and processes the effects.</summary>
    private protected async Task PassAsync(TimeSpan time)
    {
        await SettleAsync();
        Clock.Advance(time);
        await SettleAsync();
    }

    /// <summary>A subscriber to all events.</summary>
    private protected async Task<TestProbe> WatcherAsync(ProcessKey? key = null)
    {
        var watcher = CreateTestProbe();
        Manager.Tell(new WatchProcesses(key), watcher);
        await watcher.ExpectMsgAsync<WatchStarted>();
        return watcher;
    }
}
