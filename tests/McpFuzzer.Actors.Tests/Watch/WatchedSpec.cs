using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Tests.Processes;
using McpFuzzer.Actors.Tests.Time;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>Manager and watchdog together on a fake host, in virtual time, and a subscriber to all events.</summary>
public abstract class WatchedSpec : VirtualTimeKit, IAsyncLifetime
{
    private protected static readonly ProcessKey Key = new("target");
    private protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private protected static readonly ProcessSpec Spec = new() { Command = ["serve"], Name = "server" };

    // Callbacks run one after another, so that a test knows when they have returned.
    private protected WatchedSpec()
        : base("mcp-fuzzer.watchdog.callback-dispatcher { threads = 1, most-threads = 1 }")
    {
        Manager = Sys.ActorOf(
            ManagerActor.Props(
                Host,
                ProcessSettings.From(Config.Empty),
                Clock,
                new Dictionary<string, string>(),
                seed: 1
            ),
            "manager"
        );
        Watchdog = Sys.ActorOf(WatchdogActor.Props(Manager, WatchdogSettings.From(Config.Empty), Clock), "watchdog");
        Manager.Tell(new ManagerActor.UseWatchdog(Watchdog));
    }

    private protected FakeHost Host { get; } = new();

    private protected IActorRef Manager { get; }

    private protected IActorRef Watchdog { get; }

    private protected TestProbe Events { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Settle(Watchdog);
        Events = CreateTestProbe("events");
        Manager.Tell(new WatchProcesses(), Events);
        Events.ExpectMsg<WatchStarted>();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private protected FakeHandle Start(ProcessSpec? spec = null, ProcessKey? key = null)
    {
        Manager.Tell(new StartProcess(spec ?? Spec, key ?? Key), TestActor);
        ExpectMsg<ProcessStarted>();
        Events.FishForMessage(message => message is ProcessReady);
        return Host.NextAsync().GetAwaiter().GetResult();
    }

    private protected void Register(RegisterExternal registration) => Watchdog.Tell(registration, TestActor);

    private protected ProcessKey Registered(int pid)
    {
        Register(new RegisterExternal(pid));
        return ExpectMsg<Registered>().Key;
    }

    /// <summary>Lets seconds pass one by one; the effects of each are complete before the next.</summary>
    private protected void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Scheduler.Advance(Second);
            SettleAll();
        }
    }

    /// <summary>The same with callbacks, which return on their own thread.</summary>
    private protected void PassWithCallbacks(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Scheduler.Advance(Second);
            SettleAll();
            var answered = new TaskCompletionSource();
            Sys.Dispatchers.Lookup(WatchdogSettings.CallbackDispatcherPath).Schedule(answered.SetResult);
            Assert.True(answered.Task.Wait(Patience));
            SettleAll();
        }
    }

    /// <summary>Check, reply, command and event each pass one more actor.</summary>
    private protected void SettleAll()
    {
        for (var round = 0; round < 2; round++)
        {
            Settle(Watchdog);
            Settle(Manager);
            SettleChildren();
        }

        Settle(Manager);
    }

    private protected UnresponsiveLevel[] Levels(ProcessKey? key = null)
    {
        List<UnresponsiveLevel> levels = [];
        while (Events.HasMessages)
        {
            if (Events.ReceiveOne(TimeSpan.Zero) is ProcessUnresponsive silent && silent.Key == (key ?? Key))
            {
                levels.Add(silent.Level);
            }
        }

        return [.. levels];
    }

    private protected bool IsRegistered(ProcessKey? key = null)
    {
        Watchdog.Tell(new IsRegistered(key ?? Key), TestActor);
        return ExpectMsg<RegistrationStatus>().IsRegistered;
    }

    private protected WatchdogStats Stats()
    {
        Watchdog.Tell(new GetWatchdogStats(), TestActor);
        return ExpectMsg<WatchdogStats>();
    }

    private void SettleChildren()
    {
        foreach (var child in ((ActorRefWithCell)Manager).Children)
        {
            Settle(child);
        }
    }
}
