using Akka.Dispatch;
using McpFuzzer.Actors.Threads;

namespace McpFuzzer.Actors.Tests.Threads;

public sealed class OwnThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Should_run_as_many_at_once_as_there_are_when_each_blocks_its_thread()
    {
        const int Many = 40;
        var threads = new OwnThreads("test", int.MaxValue, int.MaxValue, Patience);
        using var all = new Barrier(Many + 1);
        for (var n = 0; n < Many; n++)
        {
            threads.Execute(new ActionRunnable(() => all.SignalAndWait(Patience)));
        }

        Assert.True(all.SignalAndWait(Patience));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_on_a_thread_that_is_idle_again()
    {
        var threads = new OwnThreads("test", int.MaxValue, int.MaxValue, Patience);
        HashSet<int> ids = [];
        for (var n = 0; n < 50; n++)
        {
            var ran = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            threads.Execute(new ActionRunnable(() => ran.SetResult(Environment.CurrentManagedThreadId)));
            ids.Add(await ran.Task.WaitAsync(Patience));
        }

        // One may be on its way back while the next is asked for; a thread each would be 50.
        Assert.InRange(ids.Count, 1, 25);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_all_on_no_more_than_the_bound_when_there_is_one()
    {
        var threads = new OwnThreads("test", 2, 2, Patience);
        using var gate = new ManualResetEventSlim();
        var running = 0;
        var most = 0;
        var tasks = Enumerable
            .Range(0, 20)
            .Select(_ =>
            {
                var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                threads.Execute(
                    new ActionRunnable(() =>
                    {
                        InterlockedMax(ref most, Interlocked.Increment(ref running));
                        gate.Wait(Patience);
                        Interlocked.Decrement(ref running);
                        ran.SetResult();
                    })
                );
                return ran.Task;
            })
            .ToList();

        gate.Set();
        await Task.WhenAll(tasks).WaitAsync(Patience);

        Assert.InRange(most, 1, 2);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_make_another_when_all_there_may_be_stand_still()
    {
        var threads = new OwnThreads("test", 1, 2, Patience);
        using var gate = new ManualResetEventSlim();
        threads.Execute(new ActionRunnable(() => gate.Wait(Patience)));
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Whoever else comes later finds it standing still.
        while (!ran.Task.IsCompleted)
        {
            threads.Execute(new ActionRunnable(() => ran.TrySetResult()));
            await Task.WhenAny(ran.Task, Task.Delay(10));
        }

        Assert.False(gate.IsSet);
        gate.Set();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_end_a_thread_that_has_been_idle_and_make_another_when_one_is_needed()
    {
        var threads = new OwnThreads("test", int.MaxValue, int.MaxValue, TimeSpan.FromMilliseconds(1));
        var thread = await RunAsync(threads);

        Assert.True(thread.Join(Patience));
        Assert.NotSame(thread, await RunAsync(threads));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_end_its_threads_and_take_no_more_when_it_is_shut_down()
    {
        var threads = new OwnThreads("test", int.MaxValue, int.MaxValue, Patience);
        var thread = await RunAsync(threads);

        threads.Shutdown();

        Assert.True(thread.Join(Patience));
        Assert.Throws<ObjectDisposedException>(() => threads.Execute(new ActionRunnable(() => { })));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen) { }
    }

    private static Task<Thread> RunAsync(OwnThreads threads)
    {
        var ran = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(new ActionRunnable(() => ran.SetResult(Thread.CurrentThread)));
        return ran.Task.WaitAsync(Patience);
    }
}
