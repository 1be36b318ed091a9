using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Starts processes on a few threads of its own: a start blocks until the exec has happened, and neither actors nor the thread pool wait for that. Results are set on these
/// threads too, so that a blocked pool does not delay them; what continues there must not block.
/// </summary>
internal sealed class SpawnQueue : IAsyncDisposable
{
    private readonly Queue<SpawnRequest> _requests = new();
    private readonly Lock _gate = new();
    private readonly SleepingSemaphore _waiting = SleepingSemaphore.Create();
    private readonly int _threads;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<ProcessSpec, StartResult> _spawn;
    private readonly Func<IProcessHandle, Task> _discard;
    private readonly Action? _afterEach;
    private readonly Func<IDisposable>? _joinThread;
    private int _running;
    private bool _closed;

    /// <summary>Begins to serve.</summary>
    /// <param name="threads">How many starts may be under way side by side.</param>
    /// <param name="spawn">Starts one; blocks.</param>
    /// <param name="discard">Ends one that was started in vain.</param>
    /// <param name="afterEach">What a start has left to do that can wait until it was answered.</param>
    /// <param name="joinThread">Called on each thread; disposed of when it ends.</param>
    internal SpawnQueue(
        int threads,
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
        _threads = Math.Max(1, threads);
        _running = _threads;
        for (var index = 0; index < _threads; index++)
        {
            new Thread(Run) { IsBackground = true, Name = $"process-start-{index}" }.Start();
        }
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
        }

        _waiting.Release();
        request.ListenForCancellation();
        return request.Result;
    }

    /// <summary>Refuses further starts; completes when those under way have ended. Those that wait are cancelled.</summary>
    public ValueTask DisposeAsync()
    {
        SpawnRequest[] waiting;
        lock (_gate)
        {
            _closed = true;
            waiting = [.. _requests];
            _requests.Clear();
        }

        for (var thread = 0; thread < _threads; thread++)
        {
            _waiting.Release();
        }

        foreach (var request in waiting)
        {
            request.TryCancel();
        }

        return new ValueTask(_ended.Task);
    }

    private void Run()
    {
        using (_joinThread?.Invoke())
        {
            while (Take() is { } request)
            {
                if (request.TryTake())
                {
                    Serve(request);
                }
            }
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ended.SetResult();
        }
    }

    private SpawnRequest? Take()
    {
        while (true)
        {
            _waiting.Wait();
            lock (_gate)
            {
                if (_requests.TryDequeue(out var request))
                {
                    return request;
                }

                if (_closed)
                {
                    return null;
                }
            }
        }
    }

    private void Serve(SpawnRequest request)
    {
        StartResult result;
        try
        {
            result = _spawn(request.Spec);
        }
        catch (Exception fault)
        {
            // A start never throws: whatever this is, whoever asked for the process must hear of it.
            result = new StartResult.Failed(SpawnError.Other, $"{fault.GetType().Name}: {fault.Message}");
        }

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

        _afterEach?.Invoke();
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
