using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    [Fact]
    public async Task Should_echo_megabytes_when_both_ends_are_piped()
    {
        var sent = new byte[20_000_000];
        new Random(7).NextBytes(sent);
        var (handle, recorder) = await StartAsync(Piped(new ProcessSpec { Command = ["cat"] }));

        var reading = ReadAllAsync(handle.Stdout!);
        foreach (var chunk in sent.Chunk(100_000))
        {
            await handle.Stdin!.WriteAsync(chunk).AsTask().WaitAsync(Recorder.Patience);
        }

        await handle.Stdin!.CompleteAsync();

        var received = await reading;
        Assert.True(sent.AsSpan().SequenceEqual(received));
        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        Assert.Equal(sent.Length, handle.ReadStdio().StdinBytes);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_write_flushed_bytes_when_stdin_is_closed_afterwards()
    {
        var (handle, recorder) = await ShellAsync("cat; echo end", Piped);

        await handle.Stdin!.WriteAsync("last words "u8.ToArray());
        handle.CloseStdin();
        handle.CloseStdin();

        Assert.Equal("last words end\n", Encoding.UTF8.GetString(await ReadAllAsync(handle.Stdout!)));
        await recorder.Exit;
        Assert.Equal(StdinFault.Closed, await FaultOfAsync(handle));
        await EndAsync(handle);
    }

    [Fact]
    [Trait("Hazard", "13")]
    public async Task Should_fail_writes_when_target_closed_its_stdin()
    {
        var (handle, recorder) = await ShellAsync("exec 0<&-; echo ready; sleep 1000", Piped);
        Assert.Equal("ready", await ReadLineAsync(handle.Stdout!));

        Assert.Equal(StdinFault.Closed, await FaultOfAsync(handle));
        // And again: the fault stays.
        Assert.Equal(StdinFault.Closed, await FaultOfAsync(handle));
        Assert.False(recorder.HasExited);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_fail_writes_when_target_is_dead()
    {
        var (handle, recorder) = await ShellAsync("exit 0", Piped);
        await recorder.Exit;

        Assert.Equal(StdinFault.Closed, await FaultOfAsync(handle));
        await EndAsync(handle);
    }

    [Fact]
    [Trait("Hazard", "12")]
    public async Task Should_time_out_alone_when_target_reads_no_byte()
    {
        Use(Options with { StdinWriteTimeout = TimeSpan.FromMilliseconds(500) });
        var (stuck, recorder) = await ShellAsync("sleep 1000", Piped);
        var (well, _) = await StartAsync(Piped(new ProcessSpec { Command = ["cat"] }));

        var writing = FaultOfAsync(stuck);
        await well.Stdin!.WriteAsync("hello\n"u8.ToArray());

        Assert.Equal("hello", await ReadLineAsync(well.Stdout!));
        Assert.Equal(StdinFault.TimedOut, await writing);
        Assert.False(recorder.HasExited);
        await well.Stdin!.WriteAsync("still here\n"u8.ToArray());
        Assert.Equal("still here", await ReadLineAsync(well.Stdout!));
        await EndAsync(stuck);
        await EndAsync(well);
    }

    [Fact]
    public async Task Should_close_stdin_when_the_writer_ends_with_an_exception()
    {
        var (handle, recorder) = await ShellAsync("cat; echo end", Piped);

        await handle.Stdin!.CompleteAsync(new InvalidOperationException("enough"));

        Assert.Equal("end\n", Encoding.UTF8.GetString(await ReadAllAsync(handle.Stdout!)));
        await recorder.Exit;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_give_end_of_file_when_stdin_is_null()
    {
        var (handle, recorder) = await ShellAsync("cat; echo end");

        await recorder.Closed;
        Assert.Equal("end\n", TextOf(handle.ReadStdio().Stdout));
        Assert.Null(handle.Stdin);
        await EndAsync(handle);
    }

    // Writes until a flush fails. Before, the pipes take at most what they hold.
    private static async Task<StdinFault> FaultOfAsync(IProcessHandle handle)
    {
        var fault = await Assert.ThrowsAsync<StdinWriteException>(async () =>
        {
            var block = new byte[64 * 1024];
            for (var written = 0; written < 10_000_000; written += block.Length)
            {
                await handle.Stdin!.WriteAsync(block).AsTask().WaitAsync(Recorder.Patience);
            }
        });
        return fault.Fault;
    }
}
