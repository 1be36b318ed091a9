using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Starting;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Tests.Starting;

public sealed class SpawnQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly StartResult Failure = new StartResult.Failed(SpawnError.Other, "tried");

    private readonly OwnThreads _dispatcher = new("test", 2, 8, Patience, handsOver: true, TimeProvider.System);
    private readonly ManualResetEventSlim _gate = new();

    public void Dispose()
    {
        _gate.Set();
        _dispatcher.Shutdown();
    }

    [Fact]
    public async Task Should_start_and_answer_on_the_requesting_thread_when_its_pool_can_spare_it()
    {
        Thread? started = null;
        await using var queue = Queue(_ =>
        {
            started = Thread.CurrentThread;
            return Failure;
        });
        // Another thread has to be woken.
        await OnDispatcherAsync(() => Task.CompletedTask);

        var (asked, answered) = await OnDispatcherAsync(async () =>
        {
            var asked = Thread.CurrentThread;
            await StartAsync(queue);
            return (asked, Thread.CurrentThread);
        });

        Assert.Same(asked, started);
        Assert.Same(asked, answered);
    }

    [Fact]
    public async Task Should_start_on_its_own_thread_when_the_requesting_thread_belongs_to_no_pool()
    {
        string? started = null;
        await using var queue = Queue(_ =>
        {
            started = Thread.CurrentThread.Name;
            return Failure;
        });

        Assert.Same(Failure, await StartAsync(queue));
        Assert.Equal("process-start", started);
    }

    [Fact]
    public async Task Should_start_on_its_own_thread_when_the_requesting_pool_was_shut_down()
    {
        await using var queue = Queue(_ => Failure);

        var answer = OnDispatcherAsync(() =>
        {
            _dispatcher.Shutdown();
            return StartAsync(queue);
        });

        Assert.Same(Failure, await answer);
    }

    [Fact]
    public async Task Should_leave_the_dispatcher_at_work_when_all_allowed_starts_hang()
    {
        var hanging = new CountdownEvent(2);
        await using var queue = Queue(_ =>
        {
            hanging.Signal();
            _gate.Wait(Patience);
            return Failure;
        });
        var starts = Enumerable.Range(0, 3).Select(_ => OnDispatcherAsync(() => StartAsync(queue))).ToArray();
        Assert.True(hanging.Wait(Patience));

        await OnDispatcherAsync(() => Task.CompletedTask);

        // The third one waits without a thread.
        Assert.All(starts, start => Assert.False(start.IsCompleted));
        hanging.Reset(1);
        _gate.Set();
        await Task.WhenAll(starts);
    }

    [Fact]
    public async Task Should_cancel_waiting_starts_and_end_after_running_ones_when_disposed()
    {
        var hanging = new ManualResetEventSlim();
        var queue = Queue(
            _ =>
            {
                hanging.Set();
                _gate.Wait(Patience);
                return Failure;
            },
            mostAtOnce: 1
        );
        var first = OnDispatcherAsync(() => StartAsync(queue));
        Assert.True(hanging.Wait(Patience));
        var second = StartAsync(queue);

        var disposal = queue.DisposeAsync().AsTask();

        Assert.IsType<StartResult.Cancelled>(await second);
        Assert.False(disposal.IsCompleted);
        _gate.Set();
        Assert.Same(Failure, await first);
        await disposal.WaitAsync(Patience);
        Assert.IsType<StartResult.Failed>(await StartAsync(queue));
    }

    [Fact]
    public async Task Should_join_each_thread_once_and_leave_it_when_the_thread_ends()
    {
        var joined = new CountdownEvent(2);
        var left = 0;
        await using var queue = new SpawnQueue(
            1,
            _ => Failure,
            _ => Task.CompletedTask,
            joinThread: () =>
            {
                joined.Signal();
                return new OnDispose(() => Interlocked.Increment(ref left));
            }
        );

        var thread = await OnDispatcherAsync(async () =>
        {
            await StartAsync(queue);
            await StartAsync(queue);
            return Thread.CurrentThread;
        });

        // The queue's own thread, and the requesting thread.
        Assert.True(joined.Wait(Patience));
        Assert.Equal(0, left);
        _dispatcher.Shutdown();
        Assert.True(thread.Join(Patience));
        Assert.Equal(1, left);
    }

    private static SpawnQueue Queue(Func<ProcessSpec, StartResult> spawn, int mostAtOnce = 2) =>
        new(mostAtOnce, spawn, _ => Task.CompletedTask);

    private static Task<StartResult> StartAsync(SpawnQueue queue) =>
        queue.StartAsync(new ProcessSpec { Command = ["a"] }, CancellationToken.None).WaitAsync(Patience);

    private async Task OnDispatcherAsync(Func<Task> doAsync) =>
        await OnDispatcherAsync(async () =>
        {
            await doAsync();
            return true;
        });

    private Task<T> OnDispatcherAsync<T>(Func<Task<T>> doAsync)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.Execute(() => _ = RunAsync());
        return done.Task.WaitAsync(Patience);

        async Task RunAsync()
        {
            try
            {
                done.SetResult(await doAsync());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        }
    }

    private sealed class OnDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
