using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>The contract of the Linux host at each of its levels.</summary>
public abstract partial class LinuxProcessHostContract(ContainmentLevel level) : ProcessHostContract
{
    private const int O_RDONLY = 0;

    private readonly List<string?> _cgroups = [];

    private protected override IProcessHost Create(HostOptions options)
    {
        var host = new LinuxProcessHost(
            TimeProvider.System,
            options with
            {
                Containment = level,
                Subreaper = true,
                StateFolder = Path.Combine(Scratch, "state"),
            }
        );
        _cgroups.Add(host.Containment.Charge.Cgroup);
        return host;
    }

    private protected override void AssertNothingElseIsLeft() => Assert.DoesNotContain(_cgroups, Directory.Exists);

    [Fact]
    public void Should_promise_the_requested_level() => Assert.Equal(level, Host.Promises.Containment);

    [Fact]
    public async Task Should_give_each_child_its_own_session_and_group()
    {
        var (handle, _) = await StartAsync(new ProcessSpec { Command = ["sleep", "1000"] });

        Assert.True(ProcessStat.TryRead(handle.Pid, out var stat));
        Assert.Equal((handle.Pid, handle.Pid), (stat.Group, stat.Session));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_start_children_with_default_signals_and_an_empty_mask()
    {
        var (handle, _) = await StartAsync(new ProcessSpec { Command = ["sleep", "1000"] });

        var status = await File.ReadAllLinesAsync($"/proc/{handle.Pid}/status");
        Assert.Equal(0UL, MaskOf(status, "SigIgn"));
        Assert.Equal(0UL, MaskOf(status, "SigBlk"));
        // Proof that there was something to reset: .NET ignores SIGPIPE.
        Assert.NotEqual(0UL, MaskOf(await File.ReadAllLinesAsync("/proc/self/status"), "SigIgn"));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_pass_on_ignored_signals_when_signals_are_inherited()
    {
        Use(Options with { InheritSignals = true });
        // .NET now handles SIGCHLD, and an exec resets handlers. SIGURG has no handler.
        using (ChildDisposition.Ignore(ChildDisposition.SIGURG))
        {
            var (handle, _) = await StartAsync(new ProcessSpec { Command = ["sleep", "1000"] });

            var status = await File.ReadAllLinesAsync($"/proc/{handle.Pid}/status");
            Assert.Equal(1UL << (ChildDisposition.SIGURG - 1), MaskOf(status, "SigIgn"));
            Assert.Equal(0UL, MaskOf(status, "SigBlk"));
            await EndAsync(handle);
        }
    }

    [Fact]
    public async Task Should_pass_on_no_descriptor_beyond_the_three()
    {
        // Without O_CLOEXEC, as a careless library would open them.
        var careless = Enumerable.Range(0, 5).Select(_ => Libc.open("/dev/zero", O_RDONLY)).ToArray();
        // Ready, and so past its loader, which opens libraries.
        var (handle, _) = await ShellAsync("echo ready; sleep 1000; :", spec => spec with { Stdout = StdioMode.Piped });
        await ReadLineAsync(handle.Stdout!);

        var descriptors = Directory.GetFiles($"/proc/{handle.Pid}/fd").Select(Path.GetFileName).Order();

        Assert.Equal(["0", "1", "2"], descriptors);
        Assert.Equal("/dev/null", LinkOf(handle.Pid, 0));
        await EndAsync(handle);
        Assert.All(careless, descriptor => Assert.Equal(0, Libc.close(descriptor)));
    }

    [Fact]
    public async Task Should_pass_on_inherited_descriptors_and_none_that_was_opened_since()
    {
        var given = Libc.open("/dev/zero", O_RDONLY);
        Use(Options with { PassDescriptors = true });
        Assert.False(Host.Promises.ClosesDescriptors);
        var since = Libc.open("/dev/zero", O_RDONLY);

        var (handle, _) = await StartAsync(new ProcessSpec { Command = ["sleep", "1000"] });

        Assert.Equal("/dev/zero", LinkOf(handle.Pid, given));
        Assert.False(Path.Exists($"/proc/{handle.Pid}/fd/{since}"));
        await EndAsync(handle);
        Assert.Equal((0, 0), (Libc.close(given), Libc.close(since)));
    }

    [Fact]
    public async Task Should_share_the_streams_of_the_node_when_they_are_inherited()
    {
        var (handle, recorder) = await StartAsync(
            new ProcessSpec
            {
                Command = ["sleep", "1000"],
                Stdin = StdioMode.Inherited,
                Stdout = StdioMode.Inherited,
                Stderr = StdioMode.Inherited,
            }
        );

        await recorder.Closed;
        Assert.Equal(
            Enumerable.Range(0, 3).Select(stream => LinkOf(Environment.ProcessId, stream)),
            Enumerable.Range(0, 3).Select(stream => LinkOf(handle.Pid, stream))
        );
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_signal_the_leader_alone_or_its_group_as_requested()
    {
        const string Script =
            "sh -c 'trap \"echo member\" USR1; echo ready; while :; do sleep 0.1; done' &"
            + " trap 'echo leader' USR1; read line; while :; do wait; done";
        var (handle, _) = await ShellAsync(Script, Piped);
        Assert.Equal("ready", await ReadLineAsync(handle.Stdout!));
        handle.CloseStdin();
        const int SIGUSR1 = 10;

        Assert.True(handle.Signal(new ProcessSignal(SIGUSR1), SignalScope.Leader));
        Assert.Equal("leader", await ReadLineAsync(handle.Stdout!));
        Assert.True(handle.Signal(new ProcessSignal(SIGUSR1), SignalScope.Group));

        string[] both = [await ReadLineAsync(handle.Stdout!), await ReadLineAsync(handle.Stdout!)];
        Assert.Equal(["leader", "member"], both.Order());
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_a_core_as_the_kernel_does()
    {
        // The expected value is what the same kernel reports to a shell under the same limits.
        const string Crash = "ulimit -c unlimited 2>/dev/null; cd \"$HOME\"; ";
        var home = new Dictionary<string, string?> { ["HOME"] = Scratch };
        var (shell, told) = await ShellAsync(
            Crash + "sh -c 'kill -SEGV $$'; :",
            spec => spec with { Environment = home }
        );
        await told.Closed;
        var dumped = TextOf(shell.ReadStdio().Stderr).Contains("core dumped", StringComparison.Ordinal);

        var (handle, recorder) = await ShellAsync(Crash + "kill -SEGV $$", spec => spec with { Environment = home });

        Assert.Equal(new ProcessExit.Signal(11, dumped), await recorder.Exit);
        await EndAsync(shell);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_never_invent_an_exit_when_other_code_reaps_the_child()
    {
        for (var round = 0; round < 20; round++)
        {
            var (handle, recorder) = await ShellAsync("read line; exit 3", Piped);
            var thief = OtherReaper.Steal(handle.Pid);
            handle.CloseStdin();

            var exit = await recorder.Exit;
            await thief.WaitAsync(Recorder.Patience);

            Assert.True(exit is ProcessExit.Code(3) or ProcessExit.Unknown, exit.ToString());
            await EndAsync(handle);
            Assert.Equal(1, recorder.Exits);
        }
    }

    private static string? LinkOf(int pid, int descriptor) => new FileInfo($"/proc/{pid}/fd/{descriptor}").LinkTarget;

    private static ulong MaskOf(string[] status, string name) =>
        Convert.ToUInt64(
            status.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split('\t')[1],
            16
        );
}
