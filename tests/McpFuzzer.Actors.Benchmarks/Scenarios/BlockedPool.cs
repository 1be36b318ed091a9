namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>
/// Blocks the thread pool: many of its threads wait, and each thread that it adds runs into another wait before it
/// finds work.
/// </summary>
internal sealed class BlockedPool : IDisposable
{
    private const int Backlog = 1000;

    private readonly ManualResetEventSlim _gate = new();
    private readonly CountdownEvent _blocked;
    private readonly CountdownEvent _queued = new(Backlog);

    public BlockedPool(int threads)
    {
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(threads, ports);
        _blocked = new CountdownEvent(threads);
        for (var index = 0; index < Backlog; index++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Block(), null);
        }

        _blocked.Wait();
    }

    /// <summary>Releases all of them.</summary>
    public void Dispose()
    {
        _gate.Set();
        _queued.Wait();
        _gate.Dispose();
        _blocked.Dispose();
        _queued.Dispose();
    }

    private void Block()
    {
        if (!_blocked.IsSet)
        {
            _blocked.Signal();
        }

        _gate.Wait();
        _queued.Signal();
    }
}
