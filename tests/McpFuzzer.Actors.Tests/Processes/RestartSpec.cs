using Akka.TestKit;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>A manager with restarted processes, and a subscriber to all events.</summary>
public abstract class RestartSpec : ManagerSpec, IAsyncLifetime
{
    private protected static readonly ProcessKey Other = new("other");
    private protected static readonly ProcessExit One = new ProcessExit.Code(1);
    private protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private protected static readonly RestartPolicy Always = new()
    {
        Mode = RestartMode.Always,
        MinBackoff = Second,
        MaxBackoff = 10 * Second,
        RandomFactor = 0,
        MaxRestarts = 3,
    };

    private protected static readonly ProcessSpec Restarted = Spec with { Restart = Always };

    private TestProbe _all = null!;

    protected RestartSpec()
        : base(history: 2) { }

    public async Task InitializeAsync() => _all = await WatcherAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private protected async Task<ProcessStopped> BackOffAsync(RestartPolicy? policy = null)
    {
        var process = await StartAsync(Spec with { Restart = policy ?? Always });
        var watcher = await WatcherAsync();
        process.Exit(One);
        var stopped = (ProcessStopped)await watcher.FishForMessageAsync(message => message is ProcessStopped);
        await watcher.ExpectMsgAsync<ProcessRestarting>();
        return stopped;
    }

    /// <summary>The next incarnation, once its delay has passed.</summary>
    private protected async Task<FakeHandle> NextAsync(TimeSpan delay)
    {
        await _all.FishForMessageAsync(message => message is ProcessRestarting);
        Clock.Advance(delay);
        await _all.FishForMessageAsync(message => message is ProcessStarted);
        return await Host.NextAsync();
    }

    private protected static async Task<int> AttemptAsync(TestProbe watcher) =>
        ((ProcessRestarting)await watcher.FishForMessageAsync(message => message is ProcessRestarting)).Attempt;

    private protected async Task<(ProcessPhase Phase, int Incarnation)> PhaseAsync()
    {
        var shown = await SettleAsync();
        return (shown.Phase, shown.Incarnation);
    }

    private protected async Task<ManagerStats> StatsAsync()
    {
        Manager.Tell(new GetManagerStats(), TestActor);
        var message = await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.CompleteStats);
        return ((WatchdogProtocol.CompleteStats)message).Partial;
    }

    private protected async Task ExpectNoRestartAsync()
    {
        var watcher = await WatcherAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var probe = CreateTestProbe();
        Manager.Tell(new ListProcesses(), probe);
        Assert.DoesNotContain(
            (await probe.ExpectMsgAsync<ProcessList>()).Processes,
            shown => shown.Key == Key && shown.Phase is ProcessPhase.BackingOff or ProcessPhase.Starting
        );
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}
