using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>SIGTERM to processes in their own groups and sessions, which have something to clean up.</summary>
public abstract partial class LinuxProcessHostContract
{
    // A shell runs its trap when the command before it has ended.
    private const string Trap = "trap 'echo told; exit' TERM; echo ready; while :; do sleep 0.05; done";
    private const string Stopped = "trap 'echo told; exit' TERM; kill -STOP $$; sleep 1000";
    private const string AwaitStop = "until grep -q 'State:.T' /proc/$!/status; do sleep 0.01; done; echo ready; wait";

    [Theory]
    [InlineData(Trap, "sh ./job & wait")]
    [InlineData(Trap, "set -m; sh ./job & wait")]
    [InlineData(Trap, "set -m; sh ./job & exit 0")]
    [InlineData(Trap, "set -m; env -i sh ./job & wait")]
    [InlineData(Trap, "set -m; true | sh ./job & wait")]
    [InlineData(Trap, "setsid sh ./job & wait")]
    [InlineData(Stopped, "set -m; sh ./job & " + AwaitStop)]
    [InlineData(Stopped, "setsid sh ./job & " + AwaitStop)]
    [Trait("Hazard", "53")]
    public Task Should_terminate_every_group_when_it_is_requested(string job, string script) =>
        TerminateAsync(job, script);

    [Theory]
    [InlineData("(setsid sh ./job &) ; exit 0")]
    [InlineData("setsid setsid --fork sh ./job & wait; sleep 1000")]
    [InlineData("(setsid sh -c 'sh ./job & exit 0' &) ; sleep 1000")]
    [InlineData("(env -i setsid sh ./job &) ; sleep 1000")]
    [InlineData("(setsid sh -c 'set -m; sh ./job & exit 0' &) ; exit 0")]
    [Trait("Hazard", "53")]
    public async Task Should_terminate_daemons_when_the_level_knows_them(string script)
    {
        if (KnowsEscapees)
        {
            await TerminateAsync(Trap, script);
        }
    }

    [Fact]
    public async Task Should_terminate_no_other_process_when_one_set_is_terminated()
    {
        var (first, firstExit) = await ShellAsync("set -m; sleep 1000 & echo ready; wait", Piped);
        var (second, secondExit) = await ShellAsync("set -m; sleep 1000 & echo ready; wait", Piped);
        await ReadLineAsync(first.Stdout!);
        await ReadLineAsync(second.Stdout!);

        first.Terminate(ProcessSignal.Terminate);

        Assert.Equal(Terminated, await firstExit.Exit);
        Assert.Empty(await first.FindMembersAsync(Recorder.Patience));
        Assert.False(secondExit.HasExited);
        Assert.Equal(2, (await second.FindMembersAsync()).Count);
        await EndAsync(first);
        await EndAsync(second);
    }

    private static readonly ProcessExit Terminated = new ProcessExit.Signal(15, CoreDumped: false);

    private async Task TerminateAsync(string job, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(Scratch, "job"), job);
        var (handle, _) = await ShellAsync(script, spec => Piped(spec) with { WorkingDirectory = Scratch });
        Assert.Equal("ready", await ReadLineAsync(handle.Stdout!));

        handle.Terminate(ProcessSignal.Terminate);

        Assert.Equal("told", await ReadLineAsync(handle.Stdout!));
        Assert.Empty(await handle.FindMembersAsync(Recorder.Patience));
        await EndAsync(handle);
    }
}
