using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Tests.Hosting;
using McpFuzzer.Actors.Tests.Processes;

namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>The watchdog over the real operating system.</summary>
[Collection(nameof(RealProcesses))]
public sealed class RealWatchTests : IAsyncLifetime
{
    private const string IgnoresTerm = "trap '' TERM; echo ready; while :; do sleep 1; done";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<Process> _unmanaged = [];
    private RunningNode _node = null!;
    private TestKit _kit = null!;

    private IActorRef Watchdog => _node.Registry.Get<WatchdogKey>();

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync(options =>
        {
            options.Watchdog.CheckInterval = TimeSpan.FromMilliseconds(50);
            options.Watchdog.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            options.Watchdog.ExtraBuffer = TimeSpan.FromMilliseconds(100);
            options.Process.CloseStdin = TimeSpan.Zero;
            options.Process.Grace = Grace;
        });
        _kit = new TestKit(_node.System);
        _node.Manager.Tell(new WatchProcesses(), _kit.TestActor);
        _kit.ExpectMsg<WatchStarted>(Patience);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        foreach (var unmanaged in _unmanaged)
        {
            unmanaged.Kill();
            await unmanaged.WaitForExitAsync().WaitAsync(Patience);
            unmanaged.Dispose();
        }
    }

    /// <summary>In sequence, each would be killed before the next is terminated.</summary>
    [Fact]
    public async Task Should_end_any_number_of_hung_processes_side_by_side()
    {
        const int Many = 20;
        var spec = new ProcessSpec
        {
            Command = ["sh", "-c", IgnoresTerm],
            ReadyWhen = new ReadyWhen.FirstOutput(),
            Timeout = TimeSpan.FromMilliseconds(200),
            // Long enough for each to be terminated on a slow machine; then a command ends it.
            StopLadder = new StopLadder(TimeSpan.Zero, Patience, Patience),
        };
        await Watchdog.Ask<WatchdogStopped>(new StopWatchdog(), Patience);
        for (var n = 0; n < Many; n++)
        {
            var key = new ProcessKey($"hung-{n}");
            await _node.AskAsync<ProcessStarted>(new StartProcess(spec, key));
            await _node.AskAsync<ProcessReady>(new WaitForReady(key));
        }

        // The silence restarts here, so they become hung together.
        await Watchdog.Ask<WatchdogStarted>(new StartWatchdog(), Patience);

        var terminated = 0;
        var stopped = 0;
        while (stopped < Many)
        {
            switch (await NextAsync())
            {
                case ProcessUnresponsive { Level: UnresponsiveLevel.Terminate }:
                    Assert.Equal(0, stopped);
                    if (++terminated == Many)
                    {
                        _node.Manager.Tell(new StopAllProcesses(Force: true));
                    }

                    break;
                case ProcessStopped end:
                    Assert.Equal(ExitCause.Watchdog, end.Cause);
                    stopped++;
                    break;
                default:
                    break;
            }
        }

        Assert.Equal(Many, terminated);
        Assert.Equal(0, (await StatsAsync()).RegisteredCount);
    }

    [Fact]
    public async Task Should_end_an_unmanaged_process_that_ignores_sigterm_and_no_other_of_its_group()
    {
        var unmanaged = await UnmanagedAsync(IgnoresTerm);
        var neighbour = await UnmanagedAsync("echo ready; exec sleep 1000");
        var key = await RegisterAsync(unmanaged.Id, TimeSpan.FromMilliseconds(200));

        List<object> seen = [];
        do
        {
            seen.Add(await NextAsync());
        } while (seen[^1] is not ProcessExited);

        Assert.Equal(
            [UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate],
            seen.OfType<ProcessUnresponsive>().Where(what => what.Key == key).Select(what => what.Level)
        );
        var exited = (ProcessExited)seen[^1];
        Assert.Equal((key, ExitCause.Watchdog), (exited.Key, exited.Cause));
        Assert.True(exited.Ran >= Grace, exited.Ran.ToString());
        await unmanaged.WaitForExitAsync().WaitAsync(Patience);
        Assert.False(neighbour.HasExited);
        Assert.False((await Watchdog.Ask<RegistrationStatus>(new IsRegistered(key), Patience)).IsRegistered);
    }

    [Fact]
    public async Task Should_keep_an_unmanaged_process_whose_callback_reports_activity()
    {
        var unmanaged = await UnmanagedAsync("echo ready; exec sleep 1000");
        var calls = new SemaphoreSlim(0);
        var registration = new RegisterExternal(unmanaged.Id) { Timeout = TimeSpan.FromSeconds(20) };
        var registered = await Watchdog.Ask<Registered>(
            new RegisterExternalWithCallback(
                registration,
                () =>
                {
                    calls.Release();
                    return DateTimeOffset.UtcNow;
                }
            ),
            Patience
        );

        for (var call = 0; call < 5; call++)
        {
            Assert.True(await calls.WaitAsync(Patience));
        }

        var stats = await StatsAsync();
        Assert.Equal((1, 1, 0, 0L), (stats.RegisteredCount, stats.Running, stats.Suspect, stats.CallbackFaults));
        await Watchdog.Ask<Unregistered>(new UnregisterProcess(registered.Key), Patience);
        Assert.False(unmanaged.HasExited);
    }

    [Fact]
    public async Task Should_report_the_end_of_an_unmanaged_process_or_reject_it_when_it_has_ended_before()
    {
        var unmanaged = await UnmanagedAsync("echo ready; exec sleep 1000");
        var key = await RegisterAsync(unmanaged.Id, TimeSpan.FromHours(1));
        unmanaged.Kill();
        await unmanaged.WaitForExitAsync().WaitAsync(Patience);

        object what;
        do
        {
            what = await NextAsync();
        } while (what is not ProcessExited);

        Assert.Equal((key, ExitCause.Exited), (((ProcessExited)what).Key, ((ProcessExited)what).Cause));
        Assert.Equal(RejectReason.NotFound, (await RejectedAsync(unmanaged.Id)).Reason);
    }

    [Fact]
    public async Task Should_reject_a_process_that_is_not_unmanaged()
    {
        var started = await _node.StartShellAsync("sleep 1000");

        Assert.Equal(RejectReason.AlreadyExists, (await RejectedAsync(started.Pid)).Reason);
        Assert.Equal(RejectReason.Unauthorised, (await RejectedAsync(Environment.ProcessId)).Reason);
        Assert.Equal(RejectReason.InvalidSpec, (await RejectedAsync(1)).Reason);
        var unmanaged = await UnmanagedAsync("echo ready; exec sleep 1000");
        await RegisterAsync(unmanaged.Id, TimeSpan.FromHours(1));
        Assert.Equal(RejectReason.AlreadyExists, (await RejectedAsync(unmanaged.Id)).Reason);
    }

    private Task<object> NextAsync() => _kit.ReceiveOneAsync(Patience).AsTask();

    private Task<WatchdogStats> StatsAsync() => Watchdog.Ask<WatchdogStats>(new GetWatchdogStats(), Patience);

    private async Task<ProcessKey> RegisterAsync(int pid, TimeSpan timeout) =>
        (await Watchdog.Ask<Registered>(new RegisterExternal(pid, "unmanaged") { Timeout = timeout }, Patience)).Key;

    private Task<CommandRejected> RejectedAsync(int pid) =>
        Watchdog.Ask<CommandRejected>(new RegisterExternal(pid), Patience);

    private async Task<Process> UnmanagedAsync(string script)
    {
        var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        _unmanaged.Add(process);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
        return process;
    }
}
