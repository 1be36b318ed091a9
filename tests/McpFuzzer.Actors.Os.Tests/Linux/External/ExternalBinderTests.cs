using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.External;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux.External;

[Collection("real processes")]
public sealed class ExternalBinderTests
{
    private const string Sleep = "echo ready; exec sleep 1000";

    [Fact]
    public async Task Should_bind_a_process_of_this_user()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);

        Assert.Null(Binder().TryBind(unmanaged.Pid, out var pidfd, out var stat));

        Assert.Equal(unmanaged.Pid, stat.Pid);
        Assert.True(Libc.PidfdSendSignal(pidfd, 0));
        Assert.Equal(0, Libc.close(pidfd));
    }

    [Fact]
    public void Should_reject_the_node_itself_and_the_first_process() =>
        Assert.All(
            [Environment.ProcessId, 1, 0, -1],
            pid => Assert.Equal(BindRejection.NotAllowed, Rejected(Binder(), pid).Why)
        );

    [Fact]
    public async Task Should_reject_the_guardian()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);

        var binder = new ExternalBinder(_ => false, () => unmanaged.Pid, Libc.geteuid(), Libc.PidfdOpen);

        Assert.Equal(BindRejection.NotAllowed, Rejected(binder, unmanaged.Pid).Why);
    }

    [Fact]
    public void Should_reject_every_ancestor()
    {
        List<int> ancestors = [];
        for (var pid = Environment.ProcessId; ProcessStat.TryRead(pid, out var stat) && stat.Parent > 1; )
        {
            ancestors.Add(pid = stat.Parent);
        }

        Assert.NotEmpty(ancestors);
        Assert.All(
            ancestors,
            pid => Assert.Contains("ancestor", Rejected(BinderOf(pid), pid).Message, StringComparison.Ordinal)
        );
    }

    /// <summary>For any user: every process belongs to another user than the node of the next uid.</summary>
    [Fact]
    public async Task Should_reject_a_process_of_another_user()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);
        var binder = new ExternalBinder(_ => false, () => 0, Libc.geteuid() + 1, Libc.PidfdOpen);

        var rejected = Rejected(binder, unmanaged.Pid);

        Assert.Equal(BindRejection.NotAllowed, rejected.Why);
        Assert.Contains("another user", rejected.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Root may signal every process, but must not. Where this user is not root, its own process is used instead of
    /// another user's.
    /// </summary>
    [Fact]
    public async Task Should_reject_a_process_of_another_user_even_if_it_could_be_signalled()
    {
        var isRoot = Libc.geteuid() == 0;
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep, isRoot ? "nobody" : null);

        var rejected = Rejected(isRoot ? Binder() : BinderOf(unmanaged.Pid, user: 0), unmanaged.Pid);

        Assert.Equal(BindRejection.NotAllowed, rejected.Why);
        Assert.True(unmanaged.IsAlive);
    }

    [Fact]
    public async Task Should_reject_a_managed_process()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);
        var binder = new ExternalBinder(stat => stat.Pid == unmanaged.Pid, () => 0, Libc.geteuid(), Libc.PidfdOpen);

        Assert.Equal(BindRejection.Managed, Rejected(binder, unmanaged.Pid).Why);
    }

    [Fact]
    public async Task Should_reject_a_pid_whose_process_is_gone()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);
        unmanaged.End();

        Assert.Equal(BindRejection.NoSuchProcess, Rejected(Binder(), unmanaged.Pid).Why);
        Assert.Equal(BindRejection.NoSuchProcess, Rejected(Binder(), int.MaxValue).Why);
    }

    [Fact]
    public async Task Should_reject_a_pid_whose_process_is_reaped_just_after_it_was_bound()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);
        var bound = -1;
        var binder = new ExternalBinder(
            _ => false,
            () => 0,
            Libc.geteuid(),
            pid =>
            {
                bound = Libc.PidfdOpen(pid);
                unmanaged.End();
                return bound;
            }
        );

        Assert.Equal(BindRejection.NoSuchProcess, Rejected(binder, unmanaged.Pid).Why);
        Assert.True(bound >= 0);
        // The pidfd is closed, too.
        Assert.False(Libc.PidfdSendSignal(bound, 0));
    }

    /// <summary>The last moment: the process was checked, and ends before it is returned.</summary>
    [Fact]
    public async Task Should_reject_a_pid_whose_process_is_reaped_just_after_it_was_checked()
    {
        using var unmanaged = await UnmanagedProcess.StartAsync(Sleep);
        var binder = new ExternalBinder(
            _ =>
            {
                unmanaged.End();
                return false;
            },
            () => 0,
            Libc.geteuid(),
            Libc.PidfdOpen
        );

        Assert.Equal(BindRejection.NoSuchProcess, Rejected(binder, unmanaged.Pid).Why);
    }

    [Fact]
    public async Task Should_reject_a_zombie()
    {
        // sleep(1) does not wait for the children that its shell has left it.
        using var parent = await UnmanagedProcess.StartAsync("sh -c 'echo ready; exec sleep 1000' & exec sleep 1000");
        var zombie = Assert.Single(Descendants.Of([parent.Pid]));
        Assert.Equal(0, Libc.kill(zombie, SignalNumbers.SIGKILL));
        while (ProcessStat.TryRead(zombie, out var stat) && stat.IsAlive)
        {
            await Task.Yield();
        }

        Assert.Equal(BindRejection.NoSuchProcess, Rejected(Binder(), zombie).Why);
    }

    [Fact]
    public async Task Should_reject_a_thread_that_is_not_the_first_of_its_process()
    {
        var thread = new TaskCompletionSource<int>();
        var done = new ManualResetEventSlim();
        new Thread(() =>
        {
            thread.SetResult(Libc.gettid());
            done.Wait();
        })
        {
            IsBackground = true,
        }.Start();

        Assert.Equal(BindRejection.NoSuchProcess, Rejected(Binder(), await thread.Task).Why);
        done.Set();
    }

    private static ExternalBinder Binder() => BinderOf(0);

    private static ExternalBinder BinderOf(int pid, uint? user = null) =>
        new(_ => false, () => 0, user ?? UserOf(pid), Libc.PidfdOpen);

    // An ancestor may be another user's process. It is still rejected as an ancestor.
    private static uint UserOf(int pid) =>
        pid > 0 && ProcessUsers.TryRead(pid, out var users) ? users.Effective : Libc.geteuid();

    private static BindResult.Rejected Rejected(ExternalBinder binder, int pid)
    {
        var rejected = binder.TryBind(pid, out var pidfd, out _);
        Assert.Equal(-1, pidfd);
        return Assert.IsType<BindResult.Rejected>(rejected);
    }
}
