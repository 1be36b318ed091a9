using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    // 10 to 12 and 14 end a shell, and no shell or tracer handles them specially.
    public static TheoryData<string, int> DeadlySignals =>
        new()
        {
            { "HUP", 1 },
            { "INT", 2 },
            { "QUIT", 3 },
            { "ABRT", 6 },
            { "KILL", 9 },
            { "USR1", 10 },
            { "SEGV", 11 },
            { "USR2", 12 },
            { "PIPE", 13 },
            { "ALRM", 14 },
            { "TERM", 15 },
        };

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    [Trait("Hazard", "18")]
    public async Task Should_report_start_then_exit_when_command_exits_at_once(string command, int code)
    {
        var (handle, recorder) = await StartAsync(new ProcessSpec { Command = [command] });

        Assert.Equal(new ProcessExit.Code(code), await recorder.Exit);
        await recorder.Closed;
        await EndAsync(handle);
        Assert.Equal((1, 1), (recorder.Exits, recorder.Closings));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(137)]
    [InlineData(143)]
    [InlineData(255)]
    [Trait("Hazard", "23")]
    public async Task Should_report_the_code_when_it_looks_like_a_signal(int code)
    {
        var (handle, recorder) = await ShellAsync($"exit {code}");

        Assert.Equal(new ProcessExit.Code(code), await recorder.Exit);
        await EndAsync(handle);
    }

    [Theory]
    [MemberData(nameof(DeadlySignals))]
    [Trait("Hazard", "23")]
    public async Task Should_report_the_signal_when_the_process_dies_by_one(string name, int number)
    {
        if (name == "PIPE" && !Host.Promises.DefaultSignals)
        {
            // The child inherits the ignored signal from us, and stays alive.
            var (immune, exited) = await ShellAsync("kill -PIPE $$; exit 5");
            Assert.Equal(new ProcessExit.Code(5), await exited.Exit);
            await EndAsync(immune);
            return;
        }

        // Without a core file: the flag is false under any limits of the machine.
        var (handle, recorder) = await ShellAsync($"ulimit -c 0; kill -{name} $$");

        ProcessExit expected = Host.Promises.DistinguishesSignals
            ? new ProcessExit.Signal(number, CoreDumped: false)
            : new ProcessExit.Code(128 + number);
        Assert.Equal(expected, await recorder.Exit);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_the_exit_when_observed_afterwards()
    {
        var result = await Host.StartAsync(
            Marked(new ProcessSpec { Command = ["sh", "-c", "exit 7"] }),
            CancellationToken.None
        );
        var handle = Assert.IsType<StartResult.Started>(result).Handle;
        while ((await handle.FindMembersAsync()).Count > 0)
        {
            await Task.Yield();
        }

        var recorder = new Recorder();
        handle.Observe(recorder);

        Assert.Equal(new ProcessExit.Code(7), await recorder.Exit);
        await recorder.Closed;
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_report_each_exit_once_when_200_exit_together()
    {
        var started = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(index => ShellAsync($"read line; exit {index % 100}", Piped))
        );

        foreach (var child in started)
        {
            child.Handle.CloseStdin();
        }

        var exits = await Task.WhenAll(started.Select(child => child.Recorder.Exit));

        Assert.Equal(
            Enumerable.Range(0, 200).Select(index => index % 100),
            exits.Select(exit => ((ProcessExit.Code)exit).Value)
        );
        await Task.WhenAll(started.Select(child => EndAsync(child.Handle)));
        Assert.All(started, child => Assert.Equal(1, child.Recorder.Exits));
    }

    [Fact]
    [Trait("Hazard", "21")]
    public async Task Should_keep_its_exits_apart_when_other_code_runs_processes_too()
    {
        var theirs = Enumerable.Range(0, 20).Select(index => RunElsewhereAsync(index)).ToArray();
        var ours = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => ShellAsync($"exit {index + 50}")));

        Assert.Equal(Enumerable.Range(0, 20), await Task.WhenAll(theirs));
        for (var index = 0; index < ours.Length; index++)
        {
            Assert.Equal(new ProcessExit.Code(index + 50), await ours[index].Recorder.Exit);
            await EndAsync(ours[index].Handle);
        }
    }

    [Fact]
    [Trait("Hazard", "7")]
    public async Task Should_report_the_exit_at_once_when_a_grandchild_holds_the_pipes()
    {
        Use(Options with { DrainTimeout = TimeSpan.FromMilliseconds(300) });
        // It ends only when it is killed, so that neither report can depend on its end.
        var (handle, recorder) = await ShellAsync("sleep 1000 & echo last; exit 3");

        Assert.Equal(new ProcessExit.Code(3), await recorder.Exit);
        await recorder.Closed;

        Assert.Equal("last\n", TextOf(handle.ReadStdio().Stdout));
        Assert.Single(Living());
        if (Host.Promises.Containment == ContainmentLevel.Leader)
        {
            Assert.Empty(await handle.FindMembersAsync());
            EndByHand();
        }
        else
        {
            Assert.Equal(Living(), await handle.FindMembersAsync());
        }

        await EndAsync(handle);
    }

    private static async Task<int> RunElsewhereAsync(int code)
    {
        using var process = System.Diagnostics.Process.Start("sh", ["-c", $"exit {code}"]);
        await process.WaitForExitAsync().WaitAsync(Recorder.Patience);
        return process.ExitCode;
    }
}
