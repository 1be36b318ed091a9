using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>
/// The state of the node's whole process: its descriptors, its limits, its thread pool, its disposition of SIGCHLD.
/// </summary>
[Collection("alone")]
public sealed class SharedStateTests
{
    private static readonly ProcessSpec Piped = new()
    {
        Command = ["cat"],
        Stdin = StdioMode.Piped,
        Stdout = StdioMode.Piped,
    };

    [Fact]
    public async Task Should_leak_no_descriptor_when_processes_come_and_go()
    {
        await using var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
        await RunAsync(host, rounds: 5);
        var before = OpenDescriptors();

        await RunAsync(host, rounds: 200);

        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task Should_leak_no_descriptor_when_starts_fail()
    {
        await using var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
        ProcessSpec[] failing =
        [
            Piped with
            {
                Command = ["no-such-command"],
            },
            Piped with
            {
                Command = ["/etc/passwd"],
            },
            Piped with
            {
                WorkingDirectory = "/no/such/directory",
            },
            Piped with
            {
                Command = ["true", .. Enumerable.Repeat(new string('x', 100_000), 30)],
            },
            Piped with
            {
                Command = ["true", "\0"],
            },
        ];
        // Includes what a host opens once, with its first search.
        await RunAsync(host, rounds: 2);
        await FailAsync(host, failing);
        var before = OpenDescriptors();

        for (var round = 0; round < 20; round++)
        {
            await FailAsync(host, failing);
        }

        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task Should_close_everything_when_the_host_is_disposed()
    {
        await using (new LinuxProcessHost(TimeProvider.System, new HostOptions())) { }

        var before = OpenDescriptors();
        var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
        Assert.IsType<StartResult.Started>(await host.StartAsync(Piped, CancellationToken.None));

        await host.DisposeAsync();

        // A loop's thread closes its own two last, and so does the previous loop's.
        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task Should_report_no_resources_when_descriptors_run_out()
    {
        await using var host = new LinuxProcessHost(
            TimeProvider.System,
            new HostOptions { Containment = ContainmentLevel.Session }
        );
        await RunAsync(host, rounds: 2);
        var before = OpenDescriptors();
        var outcomes = new List<StartResult>();
        for (var free = 0; free <= 12; free++)
        {
            using (DescriptorLimit.Leave(free))
            {
                // Nothing else may need a descriptor meanwhile, so nothing is awaited.
                var start = host.StartAsync(Piped, CancellationToken.None);
                Assert.True(SpinWait.SpinUntil(() => start.IsCompleted, Recorder.Patience));
                outcomes.Add(await start);
            }

            if (outcomes[^1] is StartResult.Started started)
            {
                Assert.Empty(await host.ReapAsync(started.Handle, Recorder.Patience));
            }
        }

        // Pipes, then the pidfd: whichever fails first.
        Assert.All(outcomes.OfType<StartResult.Failed>(), failed => Assert.Equal(SpawnError.NoResources, failed.Error));
        Assert.Equal(7, outcomes.OfType<StartResult.Failed>().Count());
        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task Should_leak_no_descriptor_when_it_kills_while_none_are_left()
    {
        await using var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
        // Job control gives the background job its own group, so that it is killed by a pidfd.
        var outsider = new ProcessSpec
        {
            Command = ["sh", "-c", "set -m; sleep 1000 & exit 0"],
            Stdout = StdioMode.Null,
            Stderr = StdioMode.Null,
        };
        var started = Assert.IsType<StartResult.Started>(await host.StartAsync(outsider, CancellationToken.None));
        var recorder = new Recorder();
        started.Handle.Observe(recorder);
        await recorder.Exit;
        Assert.NotEmpty(await started.Handle.FindMembersAsync());
        var before = OpenDescriptors();

        for (var free = 0; free <= 2; free++)
        {
            using (DescriptorLimit.Leave(free))
            {
                started.Handle.Kill();
            }
        }

        // The same thread kills before it answers the query.
        await started.Handle.FindMembersAsync();

        Assert.InRange(OpenDescriptors(), 1, before);
        Assert.Empty(await host.ReapAsync(started.Handle, Recorder.Patience));
    }

    [Fact]
    public async Task Should_report_an_exit_when_the_thread_pool_is_blocked()
    {
        await using var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
        var release = new ManualResetEventSlim();
        var poolMoved = new ManualResetEventSlim();
        var exit = default(ProcessExit);
        var handle = default(IProcessHandle);

        var test = new Thread(() =>
        {
            for (var index = 0; index < 500; index++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
            }

            ThreadPool.UnsafeQueueUserWorkItem(_ => poolMoved.Set(), null);
            var start = host.StartAsync(new ProcessSpec { Command = ["sh", "-c", "exit 4"] }, CancellationToken.None);
            SpinWait.SpinUntil(() => start.IsCompleted, Recorder.Patience);
            using var exited = new BlockingObserver();
            handle = ((StartResult.Started)start.Result).Handle;
            handle.Observe(exited);
            exit = exited.Wait();
        });
        test.Start();
        Assert.True(test.Join(Recorder.Patience));
        var blocked = !poolMoved.IsSet;
        release.Set();

        Assert.Equal(new ProcessExit.Code(4), exit);
        Assert.True(blocked);
        await host.ReapAsync(handle!, Recorder.Patience);
    }

    [Fact]
    public async Task Should_keep_exits_when_the_node_was_started_with_sigchld_ignored()
    {
        using (ChildDisposition.Ignore())
        {
            await using var host = new LinuxProcessHost(TimeProvider.System, new HostOptions());
            var recorder = new Recorder();
            var started = Assert.IsType<StartResult.Started>(
                await host.StartAsync(new ProcessSpec { Command = ["sh", "-c", "exit 6"] }, CancellationToken.None)
            );
            started.Handle.Observe(recorder);

            Assert.Equal(new ProcessExit.Code(6), await recorder.Exit);
            await host.ReapAsync(started.Handle, Recorder.Patience);
        }
    }

    // The fewest of several counts: the runtime briefly opens a pipe for each thread that it starts.
    private static int OpenDescriptors() =>
        Enumerable.Range(0, 20).Min(_ => Directory.GetFiles("/proc/self/fd").Length);

    /// <summary>
    /// The loop closes descriptors later, on its own thread. On a busy machine that is after its caller has continued.
    /// </summary>
    private static void AssertNoMoreThan(int before) =>
        Assert.True(
            SpinWait.SpinUntil(() => OpenDescriptors() <= before, Recorder.Patience),
            $"{OpenDescriptors()} descriptors, {before} before"
        );

    private static async Task FailAsync(LinuxProcessHost host, ProcessSpec[] failing)
    {
        foreach (var spec in failing)
        {
            Assert.IsType<StartResult.Failed>(await host.StartAsync(spec, CancellationToken.None));
        }
    }

    private static async Task RunAsync(LinuxProcessHost host, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var started = Assert.IsType<StartResult.Started>(await host.StartAsync(Piped, CancellationToken.None));
            await started.Handle.Stdin!.WriteAsync("x"u8.ToArray());
            // Half of them are killed, half end by themselves.
            if (round % 2 == 0)
            {
                var recorder = new Recorder();
                started.Handle.Observe(recorder);
                started.Handle.CloseStdin();
                await recorder.Exit;
            }

            Assert.Empty(await host.ReapAsync(started.Handle, Recorder.Patience));
        }
    }

    private sealed class BlockingObserver : IProcessObserver, IDisposable
    {
        private readonly ManualResetEventSlim _isSet = new();
        private ProcessExit? _exit;

        public void OnBreach(LimitBreach breach) { }

        public void OnExited(ProcessExit exit)
        {
            _exit = exit;
            _isSet.Set();
        }

        public void OnReady() { }

        public void OnOutputClosed() { }

        public ProcessExit? Wait() => _isSet.Wait(Recorder.Patience) ? _exit : null;

        public void Dispose() => _isSet.Dispose();
    }
}
