using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>The guardian alone: the end of its pipe stands for the end of the node.</summary>
[Collection("real processes")]
public sealed class GuardianTests : IAsyncLifetime
{
    private static readonly ProcessExit Killed = new ProcessExit.Signal(9, CoreDumped: false);

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("guardian-");
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly string _path = Environment.GetEnvironmentVariable("PATH")!;
    private readonly List<string> _notices = [];
    private int _nullDevice = Descriptors.OpenNullDevice();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Descriptors.Close(ref _nullDevice);
        Assert.Empty(Leftovers.Find(_mark));
        _scratch.Delete(recursive: true);
        return Task.CompletedTask;
    }

    public static TheoryData<ContainmentLevel, string, string> Cases()
    {
        var cases = new TheoryData<ContainmentLevel, string, string>();
        foreach (var shell in (string[])["sh", "dash", "bash", "busybox"])
        {
            if (Find(shell) is null)
            {
                continue;
            }

            foreach (var level in new[] { ContainmentLevel.Session, CgroupLevelTests.Strongest }.Distinct())
            {
                cases.Add(level, shell, "trap '' TERM HUP; echo ready; while :; do sleep 1000; done");
                cases.Add(level, shell, "(sleep 1000 &); (setsid sleep 1000 &); echo ready; sleep 1000");
                cases.Add(level, shell, "env -i setsid sleep 1000 & echo ready; sleep 1000");
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Should_kill_all_targets_of_its_node_and_nothing_else_when_the_node_is_gone(
        ContainmentLevel level,
        string shell,
        string script
    )
    {
        UseAsShell(shell);
        await using var host = Host(level);
        await using var neighbour = Host(level);
        var (other, othersExit) = await StartAsync(neighbour, "echo ready; exec sleep 1000");
        var (handle, recorder) = await StartAsync(host, script);
        var guardian = Start(host.Containment.Charge);

        // The kernel closes the pipe when the node is killed.
        guardian.ClosePipe();
        await EndOfAsync(guardian);

        Assert.Equal(Killed, await recorder.Exit);
        // A cleared environment hides a process from the test's own cookie, but not from the node's mark.
        Assert.Empty(OfNode(host.Containment.Charge.NodeId));
        Assert.False(othersExit.HasExited);
        Assert.False(File.Exists(host.Containment.Charge.File));
        Assert.False(Directory.Exists(host.Containment.Charge.Cgroup));
        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
        Assert.Empty(await neighbour.ReapAsync(other, Recorder.Patience));
    }

    [Fact]
    public async Task Should_kill_a_group_that_has_shed_both_tags_when_it_was_reported()
    {
        await using var host = Host(ContainmentLevel.Session);
        // Not the targets' node: they are identified by the group alone.
        var guardian = Start(new GuardianCharge(SetTags.LowestNodeId, Cgroup: null, File: null));
        var (handle, recorder) = await StartAsync(host, "echo ready; exec sleep 1000");
        var (spared, sparedExit) = await StartAsync(host, "echo ready; exec sleep 1000");
        Assert.True(guardian.TryWriteLines($"+ {spared.Pid}\n+ {handle.Pid}\n- {spared.Pid}\n"));

        guardian.ClosePipe();
        await EndOfAsync(guardian);

        Assert.Equal(Killed, await recorder.Exit);
        Assert.False(sparedExit.HasExited);
        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
        Assert.Empty(await host.ReapAsync(spared, Recorder.Patience));
    }

    [Fact]
    public async Task Should_kill_no_process_when_it_is_dismissed()
    {
        await using var host = Host(ContainmentLevel.Session);
        var (handle, recorder) = await StartAsync(host, "echo ready; exec sleep 1000");
        var guardian = Start(host.Containment.Charge);
        Assert.True(guardian.TryWriteLines($"+ {handle.Pid}\nq\n"));

        guardian.ClosePipe();
        await EndOfAsync(guardian);

        Assert.False(recorder.HasExited);
        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Should_be_listed_with_a_name_and_options_when_processes_are_listed(string shell)
    {
        UseAsShell(shell);
        var charge = new GuardianCharge(SetTags.LowestNodeId, Cgroup: null, File: "/no/such/file");
        var guardian = Start(charge);

        await Task.Run(() =>
            Assert.True(
                SpinWait.SpinUntil(
                    () => File.ReadAllText($"/proc/{guardian.Pid}/comm") == "mcp-guardian\n",
                    Recorder.Patience
                )
            )
        );
        Assert.Equal(
            "sh -c . /proc/self/fd/2 mcp-fuzzer-guardian --node=1000000000 --file=/no/such/file ",
            (await File.ReadAllTextAsync($"/proc/{guardian.Pid}/cmdline")).Replace('\0', ' ')
        );

        Assert.True(guardian.TryWriteLines("q\n"));
        guardian.ClosePipe();
        await EndOfAsync(guardian);
    }

    public static TheoryData<string> Shells() => [.. Cases().Select(row => (string)row[1]).Distinct()];

    [Fact]
    public async Task Should_be_replaced_when_it_dies_and_end_with_its_host()
    {
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = Host(ContainmentLevel.Session, guardian: true, _ => noticed.TrySetResult());
        var first = host.Containment.GuardianPid;
        Assert.True(ProcessStat.TryRead(first, out var stat));
        Assert.Equal(first, stat.Session);
        Assert.False(SpawnMark.TryRead(first, out _));

        Assert.Equal(0, Libc.kill(first, SignalNumbers.SIGKILL));
        await noticed.Task.WaitAsync(Recorder.Patience);
        Assert.True(
            SpinWait.SpinUntil(() => host.Containment.GuardianPid is > 0 and var pid && pid != first, Recorder.Patience)
        );

        var second = host.Containment.GuardianPid;
        await host.DisposeAsync();
        Assert.False(ProcessStat.TryRead(second, out _));
    }

    [Fact]
    public async Task Should_sweep_only_nodes_whose_lock_can_be_taken()
    {
        await using var host = Host(CgroupLevelTests.Strongest);
        var charge = host.Containment.Charge;
        var (handle, recorder) = await StartAsync(host, "(env -i setsid sleep 1000 &); echo ready; exec sleep 1000");
        var lives = Path.GetDirectoryName(charge.File)!;

        LeftoverSweep.Run(lives, _notices.Add, TimeProvider.System);
        Assert.False(recorder.HasExited);
        Assert.True(File.Exists(charge.File));

        var over = Directory.CreateDirectory(Path.Combine(_scratch.FullName, "over"));
        var copy = Path.Combine(over.FullName, Path.GetFileName(charge.File!));
        await File.WriteAllTextAsync(copy, $"{BootId.Read()}\n{charge.Cgroup}\n");
        var unfinished = Path.Combine(over.FullName, "1234567890");
        await File.WriteAllTextAsync(unfinished, "");
        LeftoverSweep.Run(over.FullName, _notices.Add, TimeProvider.System);

        Assert.Equal(Killed, await recorder.Exit);
        Assert.Empty(OfNode(charge.NodeId));
        Assert.False(File.Exists(copy));
        Assert.True(File.Exists(unfinished));
        Assert.Single(_notices);
        Assert.Empty(await host.ReapAsync(handle, Recorder.Patience));
    }

    private LinuxProcessHost Host(ContainmentLevel level, bool guardian = false, Action<string>? onNotice = null) =>
        new(
            TimeProvider.System,
            new HostOptions
            {
                Containment = level,
                Subreaper = true,
                Guardian = guardian,
                StateFolder = _scratch.FullName,
                OnNotice = onNotice ?? (_ => { }),
            }
        );

    private async Task<(IProcessHandle Handle, Recorder Recorder)> StartAsync(LinuxProcessHost host, string script)
    {
        var spec = new ProcessSpec
        {
            Command = ["sh", "-c", script],
            Stdout = StdioMode.Piped,
            Environment = new Dictionary<string, string?> { [Leftovers.Variable] = _mark, ["PATH"] = _path },
        };
        var result = await host.StartAsync(spec, CancellationToken.None).WaitAsync(Recorder.Patience);
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        var recorder = new Recorder();
        handle.Observe(recorder);
        // "ready"
        await handle.Stdout!.ReadAsync().AsTask().WaitAsync(Recorder.Patience);
        return (handle, recorder);
    }

    private GuardianProcess Start(GuardianCharge charge) =>
        GuardianProcess.TryStart(charge, _nullDevice, out var error) ?? throw new InvalidOperationException(error);

    private static async Task EndOfAsync(GuardianProcess guardian)
    {
        await Task.Run(() => SpinWait.SpinUntil(() => ExitStatus.Peek(guardian.Pidfd) is not null, Recorder.Patience));
        Assert.Equal(new ProcessExit.Code(0), ExitStatus.Peek(guardian.Pidfd));
        guardian.Reap();
    }

    // The guardian uses the first sh on the PATH.
    private void UseAsShell(string shell)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch.FullName, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "sh"), Find(shell)!);
        if (shell == "busybox")
        {
            // Its own grep stops at a NUL.
            foreach (var applet in (string[])["grep", "tr", "sleep", "rmdir", "rm"])
            {
                File.CreateSymbolicLink(Path.Combine(folder, applet), Find(shell)!);
            }
        }

        Environment.SetEnvironmentVariable("PATH", $"{folder}:{_path}");
    }

    private static string? Find(string command) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(File.Exists);

    private static List<int> OfNode(long nodeId) =>
        [
            .. ProcessStat
                .ListPids()
                .Where(pid =>
                    SpawnMark.TryRead(pid, out var tags)
                    && tags.NodeId == nodeId
                    && ProcessStat.TryRead(pid, out var stat)
                    && stat.IsAlive
                ),
        ];
}
