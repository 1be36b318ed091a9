using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Starts processes, a few at once (docs/performance.md, "The answer to a start"). A start waits for the exec, and must
/// not block actors or the thread pool. It runs on the requesting thread if that belongs to <see cref="OwnThreads" />,
/// otherwise on a thread of the queue. The result is set on the same thread, so that no other thread is woken while the
/// new child takes a processor. Continuations must not block.
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
    /// <param name="mostAtOnce">How many starts may run at the same time.</param>
    /// <param name="spawn">Starts a process; blocks.</param>
    /// <param name="discard">Ends a process that is not wanted any more.</param>
    /// <param name="afterEach">The work of a start that can wait until the reply is sent.</param>
    /// <param name="joinThread">Called on each thread that starts; disposed when the thread ends.</param>
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

    /// <summary>
    /// Rejects further starts. Cancels those that wait, and completes when those that run have ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        SpawnRequest[] waiting;
        lock (_gate)
        {
            _closed = true;
            waiting = [.. _requests];
            _requests.Clear();
            SignalEnd();
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
            // The dispatcher that requested it was shut down.
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
                SignalEnd();
                return;
            }
        }

        Go();
    }

    // Under the lock.
    private void SignalEnd()
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
            // A start never throws. The requester must receive even an unexpected fault.
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
