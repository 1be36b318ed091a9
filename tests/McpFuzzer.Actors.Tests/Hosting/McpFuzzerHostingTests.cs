using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Tests.Processes;

namespace McpFuzzer.Actors.Tests.Hosting;

public sealed class McpFuzzerHostingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Should_start_the_tree_and_register_its_actors()
    {
        await using var node = await StartAsync(new FakeHost());

        Assert.Equal("/user/mcp-fuzzer", PathOf<RuntimeKey>(node));
        Assert.Equal("/user/mcp-fuzzer/manager", PathOf<ManagerKey>(node));
        Assert.Equal("/user/mcp-fuzzer/watchdog", PathOf<WatchdogKey>(node));
        Assert.Equal("/user/mcp-fuzzer/executor", PathOf<ExecutorKey>(node));
        var stats = await node.AskAsync<ManagerStats>(new GetManagerStats());
        Assert.True(stats.Watchdog.Watching);
    }

    [Fact]
    public async Task Should_put_each_start_under_watch()
    {
        await using var node = await StartAsync(new FakeHost());
        var started = await node.StartShellAsync("true");

        var stats = await node.AskAsync<ManagerStats>(new GetManagerStats());
        Assert.Equal(1, stats.Watchdog.RegisteredCount);
        var watchdog = node.Registry.Get<WatchdogKey>();
        await watchdog.Ask<Unregistered>(new UnregisterProcess(started.Key), Patience);
        Assert.Equal(
            new Registered(started.Key),
            await watchdog.Ask<IRegisterReply>(new RegisterProcess(started.Key), Patience)
        );
    }

    [Fact]
    public async Task Should_run_an_operation()
    {
        await using var node = await StartAsync(new FakeHost());

        var reply = await node
            .Registry.Get<ExecutorKey>()
            .Ask<IExecuteReply>(new Execute(RequestId.New(), _ => ValueTask.FromResult<object?>(42)), Patience);

        var completed = Assert.IsType<OperationCompleted>(reply);
        Assert.Equal(new OperationOutcome.Succeeded(42), completed.Outcome);
    }

    [Fact]
    public async Task Should_spawn_a_child_once_under_a_name()
    {
        await using var node = await StartAsync(new FakeHost());
        var root = node.Registry.Get<RuntimeKey>();

        var first = await root.Ask<ChildSpawned>(new SpawnChild(Props.Empty, "campaigns"), Patience);
        var second = await root.Ask<ChildSpawned>(new SpawnChild(Props.Empty, "campaigns"), Patience);

        Assert.Equal("/user/mcp-fuzzer/campaigns", first.Child.Path.ToStringWithoutAddress());
        Assert.Equal(first.Child, second.Child);
    }

    [Fact]
    public async Task Should_keep_its_processes_and_report_it_when_a_child_cannot_be_spawned()
    {
        var host = new FakeHost();
        await using var node = await StartAsync(host);
        var started = await node.StartShellAsync("true");
        var root = node.Registry.Get<RuntimeKey>();

        await Assert.ThrowsAsync<InvalidActorNameException>(() =>
            root.Ask<ChildSpawned>(new SpawnChild(Props.Empty, "no/name"), Patience)
        );
        await Assert.ThrowsAnyAsync<Exception>(() =>
            root.Ask<ChildSpawned>(new SpawnChild(null!, "campaigns"), Patience)
        );

        Assert.Equal(ProcessPhase.Running, (await node.AskAsync<ProcessSnapshot>(new GetProcess(started.Key))).Phase);
        Assert.Empty((await host.NextAsync()).Orders);
    }

    [Fact]
    public async Task Should_wait_for_the_ladder_when_the_node_shuts_down()
    {
        await using var usual = await RunningNode.StartAsync();
        await using var byOption = await RunningNode.StartAsync(options =>
            options.Process.Grace = TimeSpan.FromSeconds(60)
        );
        await using var byHocon = await RunningNode.StartAsync(around: akka =>
            akka.AddHocon("mcp-fuzzer.process.stop-ladder.grace = 90s", HoconAddMode.Prepend)
        );
        await using var byHand = await RunningNode.StartAsync(around: akka =>
            akka.AddHocon(
                "mcp-fuzzer.process.stop-ladder.grace = 90s, "
                    + "akka.coordinated-shutdown.phases.service-stop.timeout = 3s",
                HoconAddMode.Prepend
            )
        );

        Assert.Equal(
            [15, 70.5, 100.5, 3],
            new[] { usual, byOption, byHocon, byHand }.Select(node =>
                CoordinatedShutdown.Get(node.System).Timeout(CoordinatedShutdown.PhaseServiceStop).TotalSeconds
            )
        );
    }

    [Fact]
    public async Task Should_stop_every_process_and_dispose_the_host_when_the_node_shuts_down()
    {
        var host = new FakeHost();
        await using var node = await StartAsync(
            host,
            options => (options.Process.Grace, options.Process.CloseStdin) = (TimeSpan.Zero, TimeSpan.Zero)
        );
        await node.StartShellAsync("true");
        var process = await host.NextAsync();

        await node.StopAsync();

        Assert.Empty(process.Members);
        Assert.True(process.Disposed.IsCompleted);
        Assert.True(host.IsDisposed);
    }

    [Fact]
    public async Task Should_keep_processes_and_reply_to_the_sender_when_the_manager_throws()
    {
        var host = new FakeHost();
        await using var node = await StartAsync(host);
        var started = await node.StartShellAsync("true");
        var process = await host.NextAsync();

        // The manager does not expect a list that throws when it is read.
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            node.AskAsync<IStartReply>(new StartProcess(new ProcessSpec { Command = new Unreadable() }))
        );

        Assert.Equal(ProcessPhase.Running, (await node.AskAsync<ProcessSnapshot>(new GetProcess(started.Key))).Phase);
        Assert.Empty(process.Orders);
    }

    [Fact]
    public async Task Should_prefer_options_to_HOCON_and_HOCON_to_the_reference()
    {
        await using var node = await RunningNode.StartAsync(
            options =>
            {
                options.Host = new FakeHost();
                options.Process.Grace = TimeSpan.FromSeconds(1.5);
                (options.Process.Signal, options.Process.PassDescriptors) = (2, true);
            },
            akka =>
                akka.AddHocon(
                    """
                    mcp-fuzzer.process.history = 7
                    mcp-fuzzer.process.stop-ladder.grace = 9s
                    mcp-fuzzer.watchdog.auto-kill = off
                    """,
                    HoconAddMode.Prepend
                )
        );

        var read = RuntimeConfiguration.From(node.System.Settings.Config);

        Assert.Equal(7, read.Process.History);
        Assert.Equal(TimeSpan.FromSeconds(1.5), read.Process.Ladder.Grace);
        Assert.Equal(StopLadder.Default.Verify, read.Process.Ladder.Verify);
        Assert.Equal((2, true), (read.Process.Ladder.Signal, read.Process.PassDescriptors));
        Assert.False(read.Watchdog.AutoKill);
        Assert.Equal(5, read.Executor.MaxConcurrency);
    }

    [Theory]
    [InlineData("mcp-fuzzer.process.histroy = 1", "mcp-fuzzer.process.histroy")]
    [InlineData("mcp-fuzzer.watchdgo.auto-kill = on", "mcp-fuzzer.watchdgo")]
    [InlineData("mcp-fuzzer.process.stop-ladder.grace = 2", "mcp-fuzzer.process.stop-ladder.grace")]
    [InlineData("mcp-fuzzer.process.history = 0", "mcp-fuzzer.process.history")]
    [InlineData("mcp-fuzzer.process.stop-ladder.signal = 65", "mcp-fuzzer.process.stop-ladder.signal")]
    [InlineData("mcp-fuzzer.process.stop-ladder.signal = TERMINATE", "mcp-fuzzer.process.stop-ladder.signal")]
    [InlineData("mcp-fuzzer.process.pass-descriptors = 1", "mcp-fuzzer.process.pass-descriptors")]
    [InlineData("mcp-fuzzer.executor.jitter = NaN", "mcp-fuzzer.executor.jitter")]
    [InlineData("mcp-fuzzer.process.stop-ladder.verify = 1e308s", "mcp-fuzzer.process.stop-ladder.verify")]
    [InlineData("mcp-fuzzer.process.stop-ladder = 5s", "mcp-fuzzer.process.stop-ladder")]
    [InlineData("mcp-fuzzer.process.history = [1]", "mcp-fuzzer.process.history")]
    [InlineData("mcp-fuzzer.process.history { a = 1 }", "mcp-fuzzer.process.history")]
    [InlineData("mcp-fuzzer.process = 5", "mcp-fuzzer.process")]
    [InlineData("mcp-fuzzer.watchdog = off", "mcp-fuzzer.watchdog")]
    [InlineData("mcp-fuzzer.executor = [1]", "mcp-fuzzer.executor")]
    [InlineData("mcp-fuzzer = off", "mcp-fuzzer")]
    [InlineData("mcp-fuzzer.process.history = null", "mcp-fuzzer.process.history")]
    public void Should_reject_a_configuration_with_the_path_of_the_wrong_value(string hocon, string path)
    {
        var given = ConfigurationFactory.ParseString(hocon).WithFallback(RuntimeConfiguration.Reference);

        var refused = Assert.Throws<SettingsException>(() => RuntimeConfiguration.From(given));

        Assert.Equal(path, refused.Path);
    }

    [Fact]
    public void Should_reject_options_out_of_range()
    {
        foreach (
            var options in new McpFuzzerOptions[]
            {
                new() { Process = { Grace = TimeSpan.FromSeconds(-1) } },
                new() { Process = { Verify = TimeSpan.MaxValue } },
                new() { Process = { History = 0 } },
                new() { Process = { SampleInterval = TimeSpan.FromMilliseconds(49) } },
                new() { Process = { SampleInterval = TimeSpan.FromMinutes(2) } },
                new() { Watchdog = { CheckInterval = TimeSpan.Zero } },
                new() { Executor = { Jitter = double.NaN } },
                new() { Executor = { MaxConcurrency = -1 } },
            }
        )
        {
            var given = RuntimeConfiguration.Of(options).WithFallback(RuntimeConfiguration.Reference);
            Assert.Throws<SettingsException>(() => RuntimeConfiguration.From(given));
        }
    }

    [Fact]
    public async Task Should_not_start_the_node_when_a_value_is_rejected()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var node = await StartAsync(new FakeHost(), options => options.Process.History = 0);
        });

        Assert.Contains("mcp-fuzzer.process.history", refused.ToString(), StringComparison.Ordinal);
    }

    private static Task<RunningNode> StartAsync(FakeHost host, Action<McpFuzzerOptions>? configure = null) =>
        RunningNode.StartAsync(options =>
        {
            options.Host = host;
            configure?.Invoke(options);
        });

    private static string PathOf<TKey>(RunningNode node) => node.Registry.Get<TKey>().Path.ToStringWithoutAddress();
}
