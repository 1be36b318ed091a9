using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Measuring;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux.Measuring;

/// <summary>What /proc shows of real sets.</summary>
[Collection("real processes")]
public sealed class MeasuringTests : IAsyncLifetime
{
    private const long Mebibyte = 1024 * 1024;

    private const string Burn = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done";

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly LinuxProcessHost _host = new(TimeProvider.System, new HostOptions());
    private readonly ProcessTree _tree = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync().AsTask().WaitAsync(Recorder.Patience);
        Assert.Empty(Leftovers.Find(_mark));
    }

    [Fact]
    public async Task Should_count_a_child_that_left_the_session()
    {
        var (handle, child) = await StartAsync("setsid sh -c 'echo $$; exec sleep 1000' & wait; read line");

        var usage = (await handle.MeasureAsync())!;

        Assert.Equal((1, 2), (usage.Children, usage.Processes));
        Assert.Equal(0, Libc.kill(child, SignalNumbers.SIGKILL));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_count_an_orphan_of_the_session_and_its_child()
    {
        var (handle, _) = await StartAsync("(sh -c 'sleep 1000 & echo $!; wait' &); read line");

        var usage = (await handle.MeasureAsync())!;
        while (usage.Processes > 3)
        {
            // The subshell between them, which is about to end.
            usage = (await handle.MeasureAsync())!;
        }

        Assert.Equal((2, 3), (usage.Children, usage.Processes));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_count_the_remaining_members_when_the_leader_has_exited()
    {
        var (handle, _) = await StartAsync("(sleep 1000 & echo $!)", awaitExit: true);

        var usage = (await handle.MeasureAsync())!;

        Assert.Equal((1, 1, 1), (usage.Children, usage.Processes, usage.Threads));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_count_the_time_of_children_that_were_forked_and_have_exited()
    {
        var (handle, _) = await StartAsync($"sh -c '{Burn}'; echo 0; read line");

        var usage = (await handle.MeasureAsync())!;

        Assert.True(usage.CpuTime >= TimeSpan.FromMilliseconds(50), usage.ToString());
        Assert.Equal(0, usage.Children);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_count_a_process_that_is_a_further_root()
    {
        // The orphan is in another session: only its pid leads to it.
        var (handle, orphan) = await StartAsync("(setsid sh -c 'echo $$; exec sleep 1000' &); read line");
        var set = new MeasuredSet(handle.Pid) { FurtherRoots = () => [orphan] };

        Assert.Equal(0, new MeasuredSet(handle.Pid).Measure(_tree, SessionTable.Of([handle.Pid]))!.Children);
        Assert.Equal(1, set.Measure(_tree, SessionTable.Of([handle.Pid]))!.Children);
        Assert.Equal(0, Libc.kill(orphan, SignalNumbers.SIGKILL));
        await EndAsync(handle);
    }

    [Fact]
    [Trait("Hazard", "50")]
    public async Task Should_count_shared_memory_once_when_a_memory_limit_needs_it()
    {
        // Four forks of a shell that has filled a variable with 8 MiB.
        const string Share =
            "x=0123456789abcdef; i=0; while [ $i -lt 19 ]; do x=$x$x; i=$((i+1)); done;"
            + " for i in 1 2 3 4; do (sleep 1000; :) & done; echo 0; read line";
        var (handle, _) = await StartAsync(Share, limits: new ResourceLimits { MemoryBytes = 8 * Mebibyte });
        var (unlimited, _) = await StartAsync("echo 0; read line");

        var usage = (await handle.MeasureAsync())!;

        Assert.InRange(usage.ResidentBytes, 5 * 8 * Mebibyte, long.MaxValue);
        Assert.InRange(usage.Shares!.Value.Bytes, 8 * Mebibyte, usage.ResidentBytes / 2);
        Assert.Equal(MemoryMeasure.Proportional, usage.Measure);
        Assert.Null((await unlimited.MeasureAsync())!.Shares);
        await EndAsync(handle);
        await EndAsync(unlimited);
    }

    [Fact]
    public void Should_count_all_resident_memory_when_a_share_is_unreadable()
    {
        Assert.Equal(new MemoryShares(30, AreAllKnown: true), ProportionalSize.Sum([(10, 100), (20, 100)]));
        Assert.Equal(new MemoryShares(110, AreAllKnown: false), ProportionalSize.Sum([(10, 100), (null, 100)]));
        Assert.Null(ProportionalSize.Sum([(null, 100), (null, 100)]));
    }

    [Fact]
    public async Task Should_list_children_of_each_thread()
    {
        // Of our own process: any of its many threads may have started them.
        var (handle, _) = await StartAsync("echo 0; read line");

        var members = _tree.Walk(Environment.ProcessId, SessionTable.Empty, furtherRoots: []);

        Assert.Contains(members, member => member.Pid == handle.Pid && member.Parent == Environment.ProcessId);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_limit_children_that_were_forked_before_the_leader_was_limited()
    {
        var (handle, child) = await StartAsync("sleep 1000 & echo $!; read line");

        Assert.Null(OpenFilesLimit.Apply(handle.Pid, new ResourceLimits { OpenFiles = 41 }, soft: null));

        var limits = await File.ReadAllLinesAsync($"/proc/{child}/limits");
        Assert.Matches(
            "^Max open files +41 +41 ",
            limits.Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
        );
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_leave_nothing_and_explain_when_open_files_cannot_be_limited()
    {
        // Beyond fs.nr_open, which limits root too.
        var spec = Marked("sleep 1000") with
        {
            Limits = new ResourceLimits { OpenFiles = int.MaxValue },
        };

        var result = await _host.StartAsync(spec, CancellationToken.None).WaitAsync(Recorder.Patience);

        var failed = Assert.IsType<StartResult.Failed>(result);
        Assert.Contains("Limits.OpenFiles = 2147483647 cannot be set", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Leftovers.Find(_mark));
    }

    [Fact]
    public void Should_count_the_descriptors_of_this_process()
    {
        var before = DescriptorCount.Of(Environment.ProcessId);

        var more = Enumerable.Range(0, 50).Select(_ => Libc.open("/dev/null", Libc.O_CLOEXEC)).ToList();

        // Other tests open and close some meanwhile.
        Assert.InRange(DescriptorCount.Of(Environment.ProcessId)!.Value, before!.Value + 20, before.Value + 80);
        more.ForEach(descriptor => Libc.close(descriptor));
        Assert.Equal(0, DescriptorCount.Of(int.MaxValue));
    }

    private ProcessSpec Marked(string script) =>
        new()
        {
            Command = ["sh", "-c", script],
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.Piped,
            Environment = new Dictionary<string, string?> { [Leftovers.Variable] = _mark },
        };

    /// <summary>Starts a script, and reads the number that it writes when it is ready.</summary>
    private async Task<(IProcessHandle Handle, int Written)> StartAsync(
        string script,
        bool awaitExit = false,
        ResourceLimits? limits = null
    )
    {
        var spec = Marked(script) with { Limits = limits };
        var result = await _host.StartAsync(spec, CancellationToken.None).WaitAsync(Recorder.Patience);
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        var recorder = new Recorder();
        handle.Observe(recorder);
        using var output = new StreamReader(handle.Stdout!.AsStream());
        var line = await output.ReadLineAsync().WaitAsync(Recorder.Patience);
        if (awaitExit)
        {
            await recorder.Exit;
        }

        return (handle, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    private async Task EndAsync(IProcessHandle handle) =>
        Assert.Empty(await _host.ReapAsync(handle, Recorder.Patience));
}
