using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Tests.Threads;

public sealed class OwnThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Should_run_once_and_last_when_deferred_until_the_thread_is_free()
    {
        var threads = Make(handsOver: true);
        List<string> done = [];
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        threads.Execute(() =>
        {
            for (var n = 0; n < 2; n++)
            {
                OwnThread.WhenFree(static list => ((List<string>)list).Add("later"), done);
            }

            OwnThread.WhenFree(static free => ((TaskCompletionSource)free).SetResult(), free);
            threads.Execute(() => done.Add("handed over"));
            done.Add("first");
        });

        await free.Task.WaitAsync(Patience);
        Assert.Equal(["first", "handed over", "later"], done);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_soon_when_the_thread_is_never_free()
    {
        const int Many = 1000;
        var threads = Make(handsOver: true);
        var count = 0;
        var at = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            OwnThread.WhenFree(_ => at.SetResult(count), at);
            Again();
        });

        Assert.InRange(await at.Task.WaitAsync(Patience), 1, 50);
        threads.Shutdown();

        void Again()
        {
            if (count++ < Many)
            {
                threads.Execute(Again);
            }
        }
    }

    [Fact]
    public async Task Should_run_before_the_thread_waits_for_something_else()
    {
        var threads = Make(handsOver: true);
        var gate = new TaskCompletionSource();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            OwnThread.WhenFree(static ran => ((TaskCompletionSource)ran).SetResult(), ran);
            using (threads.Wait())
            {
                gate.Task.Wait(Patience);
            }
        });

        await ran.Task.WaitAsync(Patience);

        Assert.False(gate.Task.IsCompleted);
        gate.SetResult();
        threads.Shutdown();
    }

    [Fact]
    public void Should_run_at_once_when_the_thread_belongs_to_no_pool()
    {
        var done = false;

        OwnThread.WhenFree(_ => done = true, this);

        Assert.True(done);
    }

    [Fact]
    public async Task Should_run_at_once_when_the_thread_may_block()
    {
        var threads = Make(handsOver: false);
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            var isDone = false;
            OwnThread.WhenFree(_ => isDone = true, this);
            done.SetResult(isDone);
        });

        Assert.True(await done.Task.WaitAsync(Patience));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_release_what_it_holds_when_it_ends()
    {
        var threads = Make(handsOver: true);
        var held = new Held();
        var asked = 0;
        var thread = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            Hold();
            Hold();
            thread.SetResult(Thread.CurrentThread);
        });
        var ending = await thread.Task.WaitAsync(Patience);
        Assert.False(held.IsDisposed);

        threads.Shutdown();

        Assert.True(ending.Join(Patience));
        Assert.True(held.IsDisposed);
        Assert.Equal(1, asked);

        void Hold() =>
            OwnThread.Current!.Hold(
                this,
                () =>
                {
                    asked++;
                    return held;
                }
            );
    }

    private static OwnThreads Make(bool handsOver) => new("test", 1, 2, Patience, handsOver, TimeProvider.System);

    private sealed class Held : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
