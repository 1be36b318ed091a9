using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    private const long Flood = 256L * 1024 * 1024;

    [Fact]
    [Trait("Hazard", "14")]
    public async Task Should_keep_bytes_exactly_when_they_are_not_text()
    {
        var (handle, recorder) = await ShellAsync(@"printf '\377\000\357\273\277{}\r\n'; printf '\376' >&2", Piped);

        byte[] expected = [0xFF, 0, 0xEF, 0xBB, 0xBF, .. "{}\r\n"u8];
        Assert.Equal(expected, await ReadAllAsync(handle.Stdout!));
        await recorder.Closed;
        var stdio = handle.ReadStdio();
        Assert.Equal(new OutputTail(expected, expected.Length), stdio.Stdout);
        Assert.Equal(new OutputTail(new byte[] { 0xFE }, 1), stdio.Stderr);
        await EndAsync(handle);
    }

    [Fact]
    [Trait("Hazard", "15")]
    public async Task Should_hand_over_half_a_frame_when_it_exits_in_the_middle()
    {
        var (handle, recorder) = await ShellAsync("""printf '{"a":'""", Piped);

        Assert.Equal("""{"a":""", Encoding.UTF8.GetString(await ReadAllAsync(handle.Stdout!)));
        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Theory]
    [InlineData("")]
    [InlineData(">&2")]
    [Trait("Hazard", "10")]
    public async Task Should_count_all_and_keep_the_last_when_output_floods_without_a_newline(string redirection)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (handle, recorder) = await ShellAsync(
            $"(head -c {Flood} /dev/zero; printf end) {redirection}",
            spec => spec with { TailBytes = 1000 }
        );

        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        await recorder.Closed;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        var stdio = handle.ReadStdio();
        var (flooded, other) = redirection.Length == 0 ? (stdio.Stdout, stdio.Stderr) : (stdio.Stderr, stdio.Stdout);
        Assert.Equal(Flood + 3, flooded.TotalBytes);
        Assert.Equal([.. new byte[997], .. "end"u8], flooded.Bytes.ToArray());
        Assert.Equal(OutputTail.Empty, other);
        Assert.InRange(allocated, 0, Flood / 16);
        Assert.NotEqual(0, handle.LastOutputTimestamp);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_not_stall_when_tail_keeps_nothing()
    {
        var (handle, recorder) = await ShellAsync("head -c 1000000 /dev/zero", spec => spec with { TailBytes = 0 });

        await recorder.Exit;
        await recorder.Closed;
        Assert.Equal(new OutputTail(ReadOnlyMemory<byte>.Empty, 1_000_000), handle.ReadStdio().Stdout);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_pause_the_child_and_resume_it_when_the_consumer_lags()
    {
        const long Total = 8 * 1024 * 1024;
        var (handle, recorder) = await ShellAsync($"head -c {Total} /dev/zero; echo done >&2", Piped);

        // The host stops reading when the consumer's megabyte is full. With its own pipe full as well, the child cannot
        // have ended.
        var held = await SettleAsync(() => handle.ReadStdio().Stdout.TotalBytes, atLeast: 1024 * 1024);
        Assert.InRange(held, 1024 * 1024, 2 * 1024 * 1024);
        Assert.False(recorder.HasExited);
        Assert.Equal(0, handle.ReadStdio().Stderr.TotalBytes);

        Assert.Equal(Total, (await ReadAllAsync(handle.Stdout!)).LongLength);
        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_continue_draining_when_the_consumer_has_gone()
    {
        var (handle, recorder) = await ShellAsync("head -c 8000000 /dev/zero", Piped);

        await handle.Stdout!.CompleteAsync(new InvalidOperationException("enough"));

        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        await recorder.Closed;
        Assert.Equal(8_000_000, handle.ReadStdio().Stdout.TotalBytes);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_give_both_outputs_to_the_consumer_when_both_are_piped()
    {
        var (handle, recorder) = await ShellAsync(
            @"printf '\377\000out'; printf '\376\000err' >&2",
            spec => Piped(spec) with { Stderr = StdioMode.Piped }
        );

        Assert.Equal([0xFF, 0, .. "out"u8], await ReadAllAsync(handle.Stdout!));
        Assert.Equal([0xFE, 0, .. "err"u8], await ReadAllAsync(handle.Stderr!));
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Theory]
    [InlineData(StdioMode.Piped, "")]
    [InlineData(StdioMode.CapturedTail, ">&2")]
    public async Task Should_close_the_pipe_for_the_child_when_the_consumer_requests_it(
        StdioMode stdout,
        string redirection
    )
    {
        var (handle, recorder) = await ShellAsync(
            $"trap '' PIPE; while echo more {redirection}; do :; done; exit 9",
            spec => Piped(spec) with { Stdout = stdout, Stderr = StdioMode.Piped }
        );

        await (handle.Stdout ?? handle.Stderr!).CompleteAsync(new OutputClosedException());

        Assert.Equal(new ProcessExit.Code(9), await recorder.Exit);
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_closed_at_once_when_no_output_is_piped()
    {
        var (handle, recorder) = await ShellAsync(
            "echo no process reads this; sleep 1000",
            spec => spec with { Stdout = StdioMode.Null, Stderr = StdioMode.Null }
        );

        // The portable host cannot pass /dev/null: its pipes end with the child.
        if (Host.Promises.ClosesDescriptors)
        {
            await recorder.Closed;
            Assert.False(recorder.HasExited);
        }

        Assert.Equal(OutputTail.Empty, handle.ReadStdio().Stdout);
        await EndAsync(handle);
        Assert.Null(handle.Stdout);
    }

    [Fact]
    public async Task Should_read_what_the_pipe_holds_and_no_more_when_output_is_closed()
    {
        var (handle, recorder) = await ShellAsync("echo first; read line; while echo more; do :; done", Piped);
        Assert.Equal("first", await ReadLineAsync(handle.Stdout!));

        handle.CloseOutput();

        Assert.Empty(await ReadAllAsync(handle.Stdout!));
        handle.CloseStdin();
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_keep_what_was_read_when_output_is_closed_under_a_lagging_consumer()
    {
        var (handle, recorder) = await ShellAsync("head -c 8000000 /dev/zero; sleep 1000", Piped);
        var held = await SettleAsync(() => handle.ReadStdio().Stdout.TotalBytes, atLeast: 1024 * 1024);

        handle.CloseOutput();

        var read = await ReadAllAsync(handle.Stdout!);
        Assert.InRange(read.Length, held, 8_000_000);
        Assert.Equal(handle.ReadStdio().Stdout.TotalBytes, read.Length);
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_the_rest_when_the_observer_throws()
    {
        var faults = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        Use(Options with { OnFault = faults.Enqueue });
        var result = await Host.StartAsync(
            Marked(new ProcessSpec { Command = ["sh", "-c", "exit 0"] }),
            CancellationToken.None
        );
        var observer = new Thrower();

        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        handle.Observe(observer);

        await observer.Closed;
        await EndAsync(handle);
        Assert.Contains(faults, fault => fault.Message == "not my day");
        var (next, recorder) = await ShellAsync("exit 4");
        Assert.Equal(new ProcessExit.Code(4), await recorder.Exit);
        await EndAsync(next);
    }

    private sealed class Thrower : IProcessObserver
    {
        private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Closed => Task.WhenAll(_exited.Task, _closed.Task).WaitAsync(Recorder.Patience);

        public void OnBreach(LimitBreach breach) { }

        public void OnExited(ProcessExit exit)
        {
            _exited.SetResult();
            throw new InvalidOperationException("not my day");
        }

        public void OnReady() { }

        public void OnOutputClosed()
        {
            _closed.SetResult();
            throw new InvalidOperationException("not my day");
        }
    }

    // Waits until a growing number is unchanged over many reads.
    private static async Task<long> SettleAsync(Func<long> read, long atLeast)
    {
        var last = -1L;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await ticks.WaitForNextTickAsync())
        {
            var now = read();
            if (now == last && now >= atLeast)
            {
                break;
            }

            last = now;
        }

        return last;
    }
}
