using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    private const int SIGKILL = 9;
    private const int SIGTERM = 15;
    private const int SIGCONT = 18;

    private bool KnowsTheGroup => Host.Promises.Containment >= ContainmentLevel.Group;

    [Fact]
    public async Task Should_kill_when_term_is_ignored()
    {
        var (handle, recorder) = await ShellAsync("trap '' TERM; echo ready; while :; do sleep 0.1; done", Piped);
        await ReadLineAsync(handle.Stdout!);

        Assert.True(handle.Signal(new ProcessSignal(SIGTERM), SignalScope.Leader));
        Assert.False(recorder.HasExited);
        Assert.Contains(handle.Pid, await handle.FindMembersAsync());

        await EndAsync(handle);
        Assert.Equal(Killed, await recorder.Exit);
    }

    [Fact]
    public async Task Should_find_and_kill_the_member_that_ignores_term_when_the_leader_has_died()
    {
        var (handle, recorder) = await ShellAsync(
            "sh -c 'trap \"\" TERM; echo ready; while :; do sleep 0.1; done' & exec sleep 1000",
            Piped
        );
        await ReadLineAsync(handle.Stdout!);

        Assert.True(handle.Signal(new ProcessSignal(SIGTERM), KnowsTheGroup ? SignalScope.Group : SignalScope.Leader));
        await recorder.Exit;

        if (KnowsTheGroup)
        {
            Assert.NotEmpty(await handle.FindMembersAsync());
            Assert.True(handle.Signal(new ProcessSignal(0), SignalScope.Group));
        }

        await EndAsync(handle);
        EndByHand();
    }

    [Theory]
    [InlineData("(sleep 1000 &) ; (sleep 1000 & sleep 1000 &)")]
    [InlineData("sh -c 'sleep 1000 & sleep 1000' & sleep 1000 &")]
    public async Task Should_kill_descendants_when_their_parents_have_exited(string script)
    {
        var (handle, recorder) = await ShellAsync(script + "\nexit 5");
        Assert.Equal(new ProcessExit.Code(5), await recorder.Exit);
        Assert.NotEmpty(Living());

        if (KnowsTheGroup)
        {
            Assert.NotEmpty(await handle.FindMembersAsync());
        }

        await EndAsync(handle);
        EndByHand();
    }

    [Fact]
    [Trait("Hazard", "6")]
    public async Task Should_kill_processes_that_fork_while_they_are_killed()
    {
        // 50 chains of children. Each child starts its own successor, 60 times.
        var (handle, _) = await ShellAsync(
            "storm() { sleep 0.01; [ $1 -eq 0 ] || storm $(($1 - 1)) & };"
                + " i=0; while [ $i -lt 50 ]; do storm 60 & i=$((i+1)); done; echo ready; sleep 1000",
            Piped
        );
        await ReadLineAsync(handle.Stdout!);

        await EndAsync(handle);
        EndByHand();
    }

    [Fact]
    public async Task Should_kill_members_that_left_the_group_when_they_are_in_the_session()
    {
        // Job control gives each background job its own group in the same session.
        var (handle, recorder) = await ShellAsync("set -m; sleep 1000 & sleep 1000 & echo ready; exit 0", Piped);
        await ReadLineAsync(handle.Stdout!);
        await recorder.Exit;

        if (KnowsTheGroup)
        {
            Assert.Equal(2, (await handle.FindMembersAsync()).Count);
        }

        await EndAsync(handle);
        EndByHand();
    }

    [Fact]
    public async Task Should_find_no_member_in_one_search_when_dying_members_are_given_time()
    {
        var (handle, _) = await ShellAsync("for i in 1 2 3 4 5; do sleep 1000 & done; echo ready; wait", Piped);
        await ReadLineAsync(handle.Stdout!);

        Assert.NotEmpty(await handle.FindMembersAsync(TimeSpan.FromMilliseconds(5)));
        handle.Kill();

        if (KnowsTheGroup)
        {
            Assert.Empty(await handle.FindMembersAsync(Recorder.Patience));
        }

        await EndAsync(handle);
        EndByHand();
    }

    [Fact]
    public async Task Should_report_each_exit_when_it_is_queried_and_signalled_at_that_moment()
    {
        for (var race = 0; race < 100; race++)
        {
            var (handle, recorder) = await ShellAsync("exit 3");
            var asked = Task.Run(async () =>
            {
                while (!recorder.HasExited)
                {
                    handle.Signal(new ProcessSignal(SIGCONT), SignalScope.Leader);
                    await handle.MeasureAsync();
                }
            });

            Assert.Equal(new ProcessExit.Code(3), await recorder.Exit);
            await asked;
            await EndAsync(handle);
        }
    }

    [Fact]
    public async Task Should_signal_no_process_when_the_set_is_gone()
    {
        var (handle, recorder) = await ShellAsync("exit 0");
        await recorder.Exit;

        Assert.False(handle.Signal(new ProcessSignal(SIGTERM), SignalScope.Leader));
        Assert.False(handle.Signal(new ProcessSignal(SIGTERM), SignalScope.Group));
        Assert.Empty(await handle.FindMembersAsync());
        Assert.False(handle.Signal(new ProcessSignal(SIGTERM), SignalScope.Group));
        handle.Kill();
        await handle.DisposeAsync();
        await handle.DisposeAsync();
        Assert.False(handle.Signal(new ProcessSignal(SIGKILL), SignalScope.Leader));
    }

    [Fact]
    public async Task Should_not_kill_others_when_one_set_is_killed()
    {
        var (first, _) = await ShellAsync("sleep 1000 & sleep 1000");
        var (second, recorder) = await ShellAsync("echo ready; read line; echo alive", Piped);
        await ReadLineAsync(second.Stdout!);

        await EndAsync(first);
        second.CloseStdin();

        Assert.Equal("alive", await ReadLineAsync(second.Stdout!));
        await recorder.Exit;
        await EndAsync(second);
        EndByHand();
    }

    private ProcessExit Killed =>
        Host.Promises.DistinguishesSignals
            ? new ProcessExit.Signal(SIGKILL, CoreDumped: false)
            : new ProcessExit.Code(128 + SIGKILL);

    // A host that knows only its leaders may leave these. One that knows more leaves none.
    private void EndByHand()
    {
        if (KnowsTheGroup)
        {
            Assert.Empty(Living());
            return;
        }

        EndByHand(Living);
    }

    private protected static void EndByHand(Func<IEnumerable<int>> find)
    {
        // Several reads: a process in the middle of an exec shows no environment.
        for (var clean = 0; clean < 10; clean++)
        {
            foreach (var pid in find())
            {
                KillByHand(pid);
                clean = 0;
            }
        }
    }

    private protected static void KillByHand(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile.
        }
    }
}
