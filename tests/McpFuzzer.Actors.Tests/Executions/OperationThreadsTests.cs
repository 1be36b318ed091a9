using Akka.Dispatch;
using McpFuzzer.Actors.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class OperationThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Should_run_as_many_at_once_as_there_are_when_each_blocks_its_thread()
    {
        const int Many = 40;
        var threads = new OperationThreads("test", Patience);
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
        var threads = new OperationThreads("test", Patience);
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
    public async Task Should_end_a_thread_that_has_been_idle_and_make_another_when_one_is_needed()
    {
        var threads = new OperationThreads("test", TimeSpan.FromMilliseconds(1));
        var thread = await RunAsync(threads);

        Assert.True(thread.Join(Patience));
        Assert.NotSame(thread, await RunAsync(threads));
        threads.Shutdown();
    }

    [Fact]
    public async Task Should_end_its_threads_and_take_no_more_when_it_is_shut_down()
    {
        var threads = new OperationThreads("test", Patience);
        var thread = await RunAsync(threads);

        threads.Shutdown();

        Assert.True(thread.Join(Patience));
        Assert.Throws<ObjectDisposedException>(() => threads.Execute(new ActionRunnable(() => { })));
    }

    private static Task<Thread> RunAsync(OperationThreads threads)
    {
        var ran = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(new ActionRunnable(() => ran.SetResult(Thread.CurrentThread)));
        return ran.Task.WaitAsync(Patience);
    }
}
