using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Tests.Contract;
using McpFuzzer.Actors.Os.Tests.Linux.External;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Processes that other code has started.</summary>
public abstract partial class LinuxProcessHostContract
{
    [Fact]
    public async Task Should_end_an_external_process_and_no_other_of_its_group()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync("echo ready; exec sleep 1000");
        using var neighbour = await UnmanagedProcess.StartAsync("echo ready; exec sleep 1000");
        Assert.Equal(Libc.getpgid(unmanaged.Pid), Libc.getpgid(neighbour.Pid));
        using var bound = await BoundAsync(unmanaged.Pid);
        Assert.Equal(unmanaged.Pid, bound.Pid);

        Assert.True(bound.Terminate(ProcessSignal.Terminate));

        await bound.Ended.WaitAsync(Recorder.Patience);
        await unmanaged.ExitAsync();
        Assert.True(neighbour.IsAlive);
    }

    [Fact]
    public async Task Should_report_the_end_of_an_external_process_and_signal_no_other_once_it_is_reaped()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync("echo ready; exec sleep 1000");
        using var bound = await BoundAsync(unmanaged.Pid);
        Assert.False(bound.Ended.IsCompleted);

        unmanaged.End();

        await bound.Ended.WaitAsync(Recorder.Patience);
        Assert.False(bound.Kill());
    }

    [Fact]
    public async Task Should_report_the_end_of_an_external_process_that_stays_a_zombie()
    {
        // sleep(1) never waits for its child.
        using var parent = await UnmanagedProcess.StartAsync("sh -c 'echo ready; exec sleep 1000' & exec sleep 1000");
        var child = Descendant(parent.Pid);
        using var bound = await BoundAsync(child);

        Assert.True(bound.Kill());

        var exit = await bound.Ended.WaitAsync(Recorder.Patience);
        Assert.IsType<ProcessExit.Unknown>(exit);
        Assert.True(ProcessStat.TryRead(child, out var stat));
        Assert.False(stat.IsAlive);
    }

    [Fact]
    public async Task Should_reject_its_own_targets_and_their_descendants()
    {
        var (handle, _) = await ShellAsync(
            "sh -c 'echo ready; exec sleep 1000' & wait",
            spec => spec with { Stdout = StdioMode.Piped }
        );
        await ReadLineAsync(handle.Stdout!);

        Assert.Equal(BindRejection.Managed, (await RejectedAsync(handle.Pid)).Why);
        Assert.Equal(BindRejection.Managed, (await RejectedAsync(Descendant(handle.Pid))).Why);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_let_an_external_process_live_when_it_is_released_and_when_the_host_ends()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync("echo ready; exec sleep 1000");
        (await BoundAsync(unmanaged.Pid)).Dispose();
        using var bound = await BoundAsync(unmanaged.Pid);

        await Host.DisposeAsync();

        Assert.True(unmanaged.IsAlive);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Host.BindAsync(unmanaged.Pid));
    }

    private async Task<IExternalProcess> BoundAsync(int pid) =>
        Assert.IsType<BindResult.Bound>(await Host.BindAsync(pid).WaitAsync(Recorder.Patience)).Process;

    private async Task<BindResult.Rejected> RejectedAsync(int pid) =>
        Assert.IsType<BindResult.Rejected>(await Host.BindAsync(pid).WaitAsync(Recorder.Patience));

    private static int Descendant(int pid) =>
        Assert.Single(McpFuzzer.Actors.Os.Linux.Containment.Descendants.Of([pid]));
}
