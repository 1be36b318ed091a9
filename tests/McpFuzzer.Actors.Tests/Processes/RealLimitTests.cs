using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Tests.Hosting;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Limits and status over the real operating system.</summary>
[Collection(nameof(RealProcesses))]
public sealed class RealLimitTests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const string Burn = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";

    private static readonly ProcessKey Key = new("target");

    private readonly ProcessMark _mark = new();
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Assert.Empty(_mark.Find());
    }

    [Fact]
    public async Task Should_end_a_process_that_takes_too_much_memory()
    {
        // It doubles up to a little more than 64 MiB, and waits for its end. For safety it cannot have more than 1 GiB.
        await StartAsync(
            "ulimit -v 1048576; x=0123456789abcdef; i=0; while [ $i -lt 22 ]; do x=$x$x; i=$((i+1)); done; "
                + "sleep 99 & wait",
            new ResourceLimits { MemoryBytes = 32 * Mebibyte }
        );

        await EndsByAsync(LimitKind.Memory, 32 * Mebibyte);
    }

    [Fact]
    public async Task Should_end_a_process_that_forks_too_much()
    {
        await StartAsync(
            "i=0; while [ $i -lt 30 ]; do sleep 99 & i=$((i+1)); done; wait",
            new ResourceLimits { Pids = 20 }
        );

        await EndsByAsync(LimitKind.Pids, 20);
    }

    [Theory]
    [InlineData("while :; do :; done")]
    [InlineData("while :; do sh -c '" + Burn + "'; done")]
    public async Task Should_end_a_process_that_computes_too_long(string script)
    {
        await StartAsync(script, new ResourceLimits { CpuTime = TimeSpan.FromMilliseconds(300) });

        await EndsByAsync(LimitKind.CpuTime, 300);
    }

    [Fact]
    public async Task Should_leave_a_process_alone_that_stays_within_its_limits()
    {
        var limits = new ResourceLimits
        {
            MemoryBytes = 512 * Mebibyte,
            Pids = 10,
            CpuTime = TimeSpan.FromMinutes(1),
            OpenFiles = 33,
        };
        await StartAsync($"read line; {Burn}; ulimit -Sn; ulimit -Hn", limits, StdioMode.Piped);
        var attached = await _node.AskAsync<Client.Local.StdioAttached>(new Client.Local.AttachStdio(Key, 1));
        await attached.Stdin!.CompleteAsync();

        var exited = await _node.AskAsync<ProcessExited>(new WaitForExit(Key));

        Assert.Equal((ExitCause.Exited, null), (exited.Cause, exited.Breach));
        Assert.Equal("33\n33\n", System.Text.Encoding.UTF8.GetString(exited.StdoutTail.Bytes.Span));
    }

    [Fact]
    public async Task Should_show_what_the_set_uses_and_keep_it_after_the_end()
    {
        await StartAsync("sleep 99 & echo ready; wait", limits: null, StdioMode.Piped, StdioMode.Piped);
        var attached = await _node.AskAsync<Client.Local.StdioAttached>(new Client.Local.AttachStdio(Key, 1));
        await attached.Stdout!.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        var running = await _node.AskAsync<ProcessSnapshot>(new GetProcess(Key));

        Assert.Equal((1, 2, 6), (running.Children, running.Threads, running.Descriptors));
        Assert.InRange(running.ResidentBytes!.Value, Mebibyte / 8, 64 * Mebibyte);
        Assert.Equal(ActivitySources.Output, running.LastActivityBy);
        await _node.AskAsync<ProcessStopped>(new StopProcess(Key, Force: true));
        var ended = await _node.AskAsync<ProcessSnapshot>(new GetProcess(Key));
        Assert.Equal((1, 2, 6), (ended.Children, ended.Threads, ended.Descriptors));
    }

    private Task<ProcessStarted> StartAsync(
        string script,
        ResourceLimits? limits,
        StdioMode stdin = StdioMode.Null,
        StdioMode stdout = StdioMode.CapturedTail
    ) =>
        _node.AskAsync<ProcessStarted>(
            new StartProcess(
                _mark.On(
                    new ProcessSpec
                    {
                        Command = ["sh", "-c", script],
                        Limits = limits,
                        Stdin = stdin,
                        Stdout = stdout,
                    }
                ),
                Key
            )
        );

    private async Task EndsByAsync(LimitKind kind, long bound)
    {
        var exited = await _node.AskAsync<ProcessExited>(new WaitForExit(Key));
        var stopped = await _node.AskAsync<ProcessStopped>(new StopProcess(Key));

        Assert.Equal(ExitCause.Limit, exited.Cause);
        Assert.Equal((kind, bound), (exited.Breach!.Kind, exited.Breach.Bound));
        Assert.Equal(kind == LimitKind.Memory ? MemoryMeasure.Proportional : null, exited.Breach.Measure);
        Assert.True(exited.Breach.Seen > bound, exited.Breach.ToString());
        Assert.Equal((ExitCause.Limit, exited.Breach), (stopped.Cause, stopped.Breach));
        Assert.Equal(exited.Breach, (await _node.AskAsync<ProcessSnapshot>(new GetProcess(Key))).Breach);
        Assert.Empty(_mark.Find());
    }
}
