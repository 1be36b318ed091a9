using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Starts processes, a few at once. A start waits until the exec has happened, and neither actors nor the thread pool
/// wait for that: it has the thread on which it was asked for where that is one of <see cref="OwnThreads" />, which can
/// do without it meanwhile, and otherwise one of the queue's own. Results are set there too, so that no other thread has
/// to be woken while the new child takes a processor; what continues there must not block.
/// </summary>
internal sealed class SpawnQueue : IAsyncDisposable
{
    private readonly Queue<SpawnRequest> _requests = new();
    private readonly Lock _gate = new();
    private readonly OwnThreads _threads;
    private readonly int _mostAtOnce;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<ProcessSpec, StartResult> _spawn;
    private readonly Func<IProcessHandle, Task> _discard;
    private readonly Action? _afterEach;
    private readonly Func<IDisposable>? _joinThread;
    private int _atOnce;
    private bool _closed;

    /// <summary>Begins to serve.</summary>
    /// <param name="mostAtOnce">How many starts may be under way side by side.</param>
    /// <param name="spawn">Starts one; blocks.</param>
    /// <param name="discard">Ends one that was started in vain.</param>
    /// <param name="afterEach">What a start has left to do that can wait until it was answered.</param>
    /// <param name="joinThread">Called on each thread that starts; disposed of when it ends.</param>
    internal SpawnQueue(
        int mostAtOnce,
        Func<ProcessSpec, StartResult> spawn,
        Func<IProcessHandle, Task> discard,
        Action? afterEach = null,
        Func<IDisposable>? joinThread = null
    )
    {
        _spawn = spawn;
        _discard = discard;
        _afterEach = afterEach;
        _joinThread = joinThread;
        _mostAtOnce = Math.Max(1, mostAtOnce);
        _threads = new OwnThreads(
            "process-start",
            _mostAtOnce,
            _mostAtOnce,
            Timeout.InfiniteTimeSpan,
            handsOver: true,
            TimeProvider.System
        );
        _threads.MakeAll(joinThread);
    }

    internal Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation)
    {
        var request = new SpawnRequest(spec, cancellation);
        lock (_gate)
        {
            if (_closed)
            {
                return Task.FromResult<StartResult>(
                    new StartResult.Failed(SpawnError.Other, "The process host was shut down.")
                );
            }

            _requests.Enqueue(request);
            if (_atOnce == _mostAtOnce)
            {
                request.ListenForCancellation();
                return request.Result;
            }

            _atOnce++;
        }

        Go();
        request.ListenForCancellation();
        return request.Result;
    }

    /// <summary>Refuses further starts; completes when those under way have ended. Those that wait are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        SpawnRequest[] waiting;
        lock (_gate)
        {
            _closed = true;
            waiting = [.. _requests];
            _requests.Clear();
            TellEnd();
        }

        foreach (var request in waiting)
        {
            request.TryCancel();
        }

        await _ended.Task;
        _threads.Shutdown();
    }

    private void Go()
    {
        try
        {
            (OwnThreads.Current ?? _threads).Execute(ServeNext);
        }
        catch (ObjectDisposedException)
        {
            // The dispatcher was shut down by which it was asked for.
            _threads.Execute(ServeNext);
        }
    }

    private void ServeNext()
    {
        SpawnRequest? request;
        lock (_gate)
        {
            _requests.TryDequeue(out request);
        }

        if (request?.TryTake() == true)
        {
            Serve(request);
        }

        lock (_gate)
        {
            if (_requests.Count == 0)
            {
                _atOnce--;
                TellEnd();
                return;
            }
        }

        Go();
    }

    // Under the lock.
    private void TellEnd()
    {
        if (_closed && _atOnce == 0)
        {
            _ended.TrySetResult();
        }
    }

    private void Serve(SpawnRequest request)
    {
        var result = Spawn(request.Spec);
        switch (result)
        {
            case StartResult.Started started when request.IsCancelled:
                _ = DiscardAsync(started.Handle, request, new StartResult.Cancelled());
                break;
            case StartResult.Unwanted unwanted:
                _ = DiscardAsync(unwanted.Handle, request, unwanted.Answer);
                break;
            default:
                request.Complete(result);
                break;
        }

        if (_afterEach is not null)
        {
            OwnThread.WhenFree(static then => ((Action)then).Invoke(), _afterEach);
        }
    }

    private StartResult Spawn(ProcessSpec spec)
    {
        try
        {
            var threads = OwnThreads.Current!;
            if (threads != _threads && _joinThread is not null)
            {
                OwnThread.Current!.Hold(this, _joinThread);
            }

            using (threads.Wait())
            {
                return _spawn(spec);
            }
        }
        catch (Exception fault)
        {
            // A start never throws: whatever this is, whoever asked for the process must hear of it.
            return new StartResult.Failed(SpawnError.Other, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private async Task DiscardAsync(IProcessHandle handle, SpawnRequest request, StartResult answer)
    {
        try
        {
            await _discard(handle);
        }
        finally
        {
            request.Complete(answer);
        }
    }
}
