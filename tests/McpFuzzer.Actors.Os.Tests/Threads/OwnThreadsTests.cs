using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Tests.Threads;

/// <summary>
/// Nothing is disposed that a thread may still wait for: an exception on one of these threads ends the process.
/// </summary>
public sealed class OwnThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Should_run_as_many_at_once_as_there_are_threads_when_each_blocks()
    {
        const int Many = 40;
        var threads = Make();
        var all = new Barrier(Many + 1);
        for (var n = 0; n < Many; n++)
        {
            threads.Execute(() => all.SignalAndWait(Patience));
        }

        Assert.True(all.SignalAndWait(Patience));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_reuse_a_thread_when_it_is_idle_again()
    {
        var threads = Make();
        HashSet<int> ids = [];
        for (var n = 0; n < 50; n++)
        {
            var ran = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            threads.Execute(() => ran.SetResult(Environment.CurrentManagedThreadId));
            ids.Add(await ran.Task.WaitAsync(Patience));
        }

        // One may be on its way back while the next is requested. One thread each would be 50.
        Assert.InRange(ids.Count, 1, 25);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_all_work_within_the_bound_when_there_is_one()
    {
        var threads = Make(most: 2);
        var gate = new ManualResetEventSlim();
        var most = MostAtOnceAsync(threads, times: 20, gate);

        gate.Set();

        Assert.InRange(await most, 1, 2);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_all_work_on_existing_threads_when_no_more_can_be_created()
    {
        var started = 0;
        var threads = new OwnThreads(
            "test",
            4,
            4,
            Patience,
            handsOver: false,
            TimeProvider.System,
            thread =>
            {
                var isFirst = ++started == 1;
                if (isFirst)
                {
                    thread.Start();
                }

                return isFirst;
            }
        );
        var gate = new ManualResetEventSlim();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() => gate.Wait(Patience));

        threads.Execute(() => ran.SetResult());
        Assert.Equal(2, started);
        gate.Set();

        await ran.Task.WaitAsync(Patience);
        threads.Shutdown();
    }

    [Fact]
    public void Should_throw_when_not_even_one_thread_can_be_created()
    {
        var threads = new OwnThreads("test", 1, 1, Patience, handsOver: false, TimeProvider.System, _ => false);

        Assert.Throws<InvalidOperationException>(() => threads.Execute(() => { }));
    }

    [Fact]
    public async Task Should_create_another_thread_when_all_are_stalled()
    {
        var clock = new HandClock();
        var threads = new OwnThreads("test", 1, 2, Patience, handsOver: false, clock);
        var gate = Occupy(threads);
        threads.Execute(() => { });
        clock.Pass(TimeSpan.FromSeconds(1));

        // Later work finds it stalled.
        await RunAsync(threads);

        Assert.False(gate.IsSet);
        gate.Set();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_have_enough_threads_soon_when_many_hang()
    {
        const int Many = 50;
        var clock = new HandClock();
        var threads = new OwnThreads("test", 2, 1000, Patience, handsOver: false, clock);
        var gate = new ManualResetEventSlim();
        var hanging = new SemaphoreSlim(0);
        for (var n = 0; n < Many; n++)
        {
            threads.Execute(() =>
            {
                hanging.Release();
                gate.Wait(Patience);
            });
        }

        // As many again with each check: 2, 4, 8, 16, 32.
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(ran.SetResult);
        foreach (var more in new[] { 2, 2, 4, 8, 16, 18 })
        {
            for (var n = 0; n < more; n++)
            {
                Assert.True(await hanging.WaitAsync(Patience));
            }

            clock.Pass(TimeSpan.FromSeconds(1));
            threads.Execute(() => { });
        }

        await ran.Task.WaitAsync(Patience);
        gate.Set();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_wake_no_more_than_allowed_when_formerly_stalled_threads_are_idle_again()
    {
        var clock = new HandClock();
        var threads = new OwnThreads("test", 1, 2, Patience, handsOver: false, clock);
        var gate = Occupy(threads);
        clock.Pass(TimeSpan.FromSeconds(1));
        await RunAsync(threads);
        gate.Set();
        // Both are idle, or about to be.
        await RunAsync(threads);

        Assert.Equal(1, await MostAtOnceAsync(threads, times: 200, gate));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_stay_on_one_thread_when_work_that_never_blocks_is_handed_over()
    {
        var threads = Make(handsOver: true);
        var both = new TaskCompletionSource<(Thread, Thread)>(TaskCreationOptions.RunContinuationsAsynchronously);
        // One thread has to be woken.
        await RunAsync(threads);

        threads.Execute(() =>
        {
            var first = Thread.CurrentThread;
            threads.Execute(() => both.SetResult((first, Thread.CurrentThread)));
        });

        var (asked, ran) = await both.Task.WaitAsync(Patience);
        Assert.Same(asked, ran);
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_work_that_a_hanging_thread_handed_over_when_another_submits_work()
    {
        var threads = Make(handsOver: true);
        var gate = new ManualResetEventSlim();
        var handedOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            threads.Execute(handedOver.SetResult);
            hangs.SetResult();
            gate.Wait(Patience);
        });
        await hangs.Task.WaitAsync(Patience);

        await RunAsync(threads);

        await handedOver.Task.WaitAsync(Patience);
        Assert.False(gate.IsSet);
        gate.Set();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_run_queued_work_on_another_thread_when_one_waits_for_something_else()
    {
        var threads = new OwnThreads("test", 1, 2, Patience, handsOver: true, new HandClock());
        var gate = new TaskCompletionSource();
        var handedOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() =>
        {
            threads.Execute(handedOver.SetResult);
            using (threads.Wait())
            {
                gate.Task.Wait(Patience);
            }
        });

        await handedOver.Task.WaitAsync(Patience);

        Assert.False(gate.Task.IsCompleted);
        gate.SetResult();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_have_others_at_once_when_all_threads_wait_for_something_else()
    {
        var threads = new OwnThreads("test", 2, 4, Patience, handsOver: true, new HandClock());
        var gate = new TaskCompletionSource();
        var waiting = new CountdownEvent(2);
        for (var n = 0; n < 2; n++)
        {
            threads.Execute(() =>
            {
                using (threads.Wait())
                {
                    waiting.Signal();
                    gate.Task.Wait(Patience);
                }
            });
        }

        Assert.True(waiting.Wait(Patience));
        await RunAsync(threads);

        Assert.False(gate.Task.IsCompleted);
        gate.SetResult();
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_end_an_idle_thread_and_create_another_when_one_is_needed()
    {
        var threads = Make(idleTimeout: TimeSpan.FromMilliseconds(1));
        var thread = await RunAsync(threads);

        Assert.True(thread.Join(Patience));
        Assert.NotSame(thread, await RunAsync(threads));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_end_its_threads_and_accept_no_more_when_it_is_shut_down()
    {
        var threads = Make();
        var thread = await RunAsync(threads);

        threads.Shutdown();

        Assert.True(thread.Join(Patience));
        Assert.Throws<ObjectDisposedException>(() => threads.Execute(() => { }));
    }

    private static OwnThreads Make(int most = int.MaxValue, TimeSpan? idleTimeout = null, bool handsOver = false) =>
        new("test", most, most, idleTimeout ?? Patience, handsOver, TimeProvider.System);

    /// <summary>Holds one of the threads until the gate that is returned opens.</summary>
    private static ManualResetEventSlim Occupy(OwnThreads threads)
    {
        var gate = new ManualResetEventSlim();
        var isHeld = new ManualResetEventSlim();
        threads.Execute(() =>
        {
            isHeld.Set();
            gate.Wait(Patience);
        });
        Assert.True(isHeld.Wait(Patience));
        return gate;
    }

    /// <summary>Submits work that passes a gate, and returns how many threads ran it at once at most.</summary>
    private static async Task<int> MostAtOnceAsync(OwnThreads threads, int times, ManualResetEventSlim gate)
    {
        var running = 0;
        var most = 0;
        var tasks = Enumerable
            .Range(0, times)
            .Select(_ =>
            {
                var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                threads.Execute(() =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    gate.Wait(Patience);
                    Interlocked.Decrement(ref running);
                    ran.SetResult();
                });
                return ran.Task;
            })
            .ToList();
        await Task.WhenAll(tasks).WaitAsync(Patience);
        return most;
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen) { }
    }

    private static Task<Thread> RunAsync(OwnThreads threads)
    {
        var ran = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(() => ran.SetResult(Thread.CurrentThread));
        return ran.Task.WaitAsync(Patience);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
