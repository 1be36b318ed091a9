using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    private protected const string Burn = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done";

    private static readonly TimeSpan Burned = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Should_measure_the_leader()
    {
        var (handle, _) = await ShellAsync($"{Burn}; echo ready; read line", Piped);
        await ReadLineAsync(handle.Stdout!);

        var usage = (await handle.MeasureAsync())!;

        Assert.InRange(usage.ResidentBytes, 64 * 1024, 64 * 1024 * 1024);
        Assert.Equal(1, usage.Threads);
        Assert.True(usage.CpuTime >= Burned, usage.ToString());
        Assert.Equal(
            KnowsTheGroup ? (0, 1, 3) : (null, null, null),
            (usage.Children, usage.Processes, usage.Descriptors)
        );
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_count_a_child()
    {
        var (handle, _) = await ShellAsync("sleep 1000 & echo ready; read line", Piped);
        await ReadLineAsync(handle.Stdout!);

        var usage = (await handle.MeasureAsync())!;

        Assert.Equal(KnowsTheGroup ? (1, 2) : (null, null), (usage.Children, usage.Processes));
        Assert.Equal(KnowsTheGroup ? 2 : 1, usage.Threads);
        await EndAsync(handle);
        EndByHand();
    }

    [Fact]
    public async Task Should_measure_nothing_when_no_member_is_alive()
    {
        var (handle, recorder) = await ShellAsync("exit 0");
        await recorder.Exit;

        Assert.Null(await handle.MeasureAsync());
        Assert.Empty(await handle.FindMembersAsync());
        Assert.Null(await handle.MeasureAsync());
        await handle.DisposeAsync();
        Assert.Null(await handle.MeasureAsync());
    }

    [Fact]
    public async Task Should_measure_many_sets_at_once()
    {
        var handles = new List<IProcessHandle>();
        for (var index = 0; index < 20; index++)
        {
            handles.Add((await ShellAsync("read line", Piped)).Handle);
        }

        var usages = await Task.WhenAll(handles.Select(handle => handle.MeasureAsync())).WaitAsync(Recorder.Patience);

        Assert.All(usages, usage => Assert.Equal(1, usage!.Threads));
        await Task.WhenAll(handles.Select(EndAsync));
    }

    [Fact]
    public async Task Should_list_the_limits_and_how_each_is_enforced()
    {
        var limits = new ResourceLimits
        {
            MemoryBytes = 1 << 30,
            Pids = 7,
            CpuTime = TimeSpan.FromSeconds(90),
        };
        var (handle, _) = await ShellAsync("read line", spec => Piped(spec) with { Limits = limits });

        Assert.Equal(
            [
                new AppliedLimit(LimitKind.Memory, 1 << 30, LimitMethod.Sampled),
                new AppliedLimit(LimitKind.Pids, 7, LimitMethod.Sampled),
                new AppliedLimit(LimitKind.CpuTime, 90_000, LimitMethod.Sampled),
            ],
            handle.Limits
        );
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_limit_open_files_or_reject_the_start()
    {
        var spec = Piped(
            new ProcessSpec
            {
                Command = ["sh", "-c", "read line; ulimit -Sn; ulimit -Hn"],
                Limits = new ResourceLimits { OpenFiles = 41 },
            }
        );
        if (!KnowsTheGroup)
        {
            Assert.Contains("Limits.OpenFiles = 41", (await FailAsync(spec)).Message, StringComparison.Ordinal);
            return;
        }

        var (handle, _) = await StartAsync(spec);
        handle.CloseStdin();

        Assert.Equal(("41", "41"), (await ReadLineAsync(handle.Stdout!), await ReadLineAsync(handle.Stdout!)));
        Assert.Equal([new AppliedLimit(LimitKind.OpenFiles, 41, LimitMethod.Rlimit)], handle.Limits);
        await EndAsync(handle);
    }
}
