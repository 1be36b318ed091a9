namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// Threads for one purpose. They do not depend on a pool that other code may block, and they block no other code. A
/// thread is created when none is free, and ends after it has been idle for a while. They sleep while they wait. The
/// pools of .NET and Akka spin, which costs more than the work on a busy machine (docs/performance.md, "The answer to a
/// start" and "Start to end of /bin/true").
/// </summary>
/// <param name="id">The name of the threads.</param>
/// <param name="threads">How many work at once.</param>
/// <param name="mostThreads">How many exist at most, including stalled ones. Work that hangs does not hold up the
/// rest.</param>
/// <param name="idleTimeout">How long an idle thread is kept.</param>
/// <param name="handsOver">Whether work that a thread submits waits until that thread is free, unless other work waits
/// already. Only for work that never blocks. Actors that talk to each other then stay on one thread, and no thread is
/// woken. A thread that hangs holds back this work until another thread submits some.</param>
/// <param name="time">The clock that detects stalled threads.</param>
/// <param name="tryStart">Starts a thread. False when no more can be created.</param>
internal sealed partial class OwnThreads(
    string id,
    int threads,
    int mostThreads,
    TimeSpan idleTimeout,
    bool handsOver,
    TimeProvider time,
    Func<Thread, bool>? tryStart = null
)
{
    private static readonly TimeSpan StandingStill = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Work> _queue = new();
    private readonly List<OwnThread> _idle = [];
    private readonly HashSet<OwnThread> _busy = [];
    private readonly Lock _gate = new();
    private readonly Func<Thread, bool> _tryStart = tryStart ?? TryStart;
    private int _threads;
    private int _waiting;
    private bool _isShutDown;

    /// <summary>The owner of the calling thread; null when it belongs to none.</summary>
    internal static OwnThreads? Current => OwnThread.Current?.Owner;

    internal bool HandsOver => handsOver;

    /// <summary>Runs an action on one of the threads.</summary>
    internal void Execute(Action action) => Execute(static action => ((Action)action).Invoke(), action);

    /// <summary>As above, without a closure.</summary>
    internal void Execute(Action<object> action, object argument)
    {
        OwnThread? woken;
        int made;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isShutDown, this);
            var isHandedOver = handsOver && _queue.Count == 0 && ReferenceEquals(Current, this);
            _queue.Enqueue(new Work(action, argument));
            if (isHandedOver)
            {
                // Submitted by a thread of this pool, which is free in a moment. Another would have to be woken.
                return;
            }

            (woken, made) = Engage();
        }

        Begin(woken, made);
    }

    // Returns an idle thread with the oldest work, or the number of threads to create. Under the lock.
    private (OwnThread? Woken, int Made) Engage()
    {
        var missing = CountMissing();
        if (missing > 0 && _idle.Count > 0)
        {
            // The most recently idle one, so that the others can end.
            var woken = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            Give(woken, _queue.Dequeue());
            return (woken, 0);
        }

        var made = Math.Min(missing, mostThreads - _threads);
        _threads += made;
        return (null, made);
    }

    private void Begin(OwnThread? woken, int made)
    {
        if (woken is not null)
        {
            Wake(woken);
        }

        if (made > 0)
        {
            Make(made, hold: null);
        }
    }

    private void Wake(OwnThread idle)
    {
        if (ReferenceEquals(Current, this))
        {
            // It shares the work of the calling thread.
            idle.Woken.Release();
        }
        else
        {
            OwnThread.WhenFree(static woken => ((SleepingSemaphore)woken).Release(), idle.Woken);
        }
    }

    /// <summary>Stops accepting work. Work that was accepted before still runs.</summary>
    internal void Shutdown()
    {
        OwnThread[] idle;
        lock (_gate)
        {
            _isShutDown = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var thread in idle)
        {
            thread.Woken.Release();
        }
    }

    /// <summary>Waits for the thread's next work. Null ends the thread.</summary>
    internal Work? Take(OwnThread thread)
    {
        if (thread.HasLater)
        {
            lock (_gate)
            {
                if (TryDequeue(thread) is { } soon)
                {
                    return soon;
                }
            }

            thread.DoLater();
        }

        lock (_gate)
        {
            if (TryDequeue(thread) is { } next)
            {
                return next;
            }

            _busy.Remove(thread);
            if (_isShutDown)
            {
                return null;
            }

            _idle.Add(thread);
        }

        if (!thread.Woken.Wait(idleTimeout))
        {
            if (TryLeave(thread))
            {
                return null;
            }

            // It received work at the last moment.
            thread.Woken.Wait();
        }

        var given = thread.Next;
        thread.Next = null;
        return given;
    }

    private Work? TryDequeue(OwnThread thread)
    {
        if (!_queue.TryDequeue(out var next))
        {
            return null;
        }

        thread.BusySince = time.GetTimestamp();
        _busy.Add(thread);
        return next;
    }

    private bool TryLeave(OwnThread thread)
    {
        lock (_gate)
        {
            var leaves = _idle.Remove(thread);
            _threads -= leaves ? 1 : 0;
            return leaves;
        }
    }

    // One thread if fewer are working than allowed. A stalled thread does not count as working. If some are stalled, as
    // many more, up to the amount of queued work. So there are soon enough threads, however many hang.
    private int CountMissing()
    {
        // Threads that are about to begin count too.
        var atWork = _threads - _idle.Count - _waiting;
        if (atWork < threads)
        {
            return 1;
        }

        var now = time.GetTimestamp();
        var still = 0;
        foreach (var thread in _busy)
        {
            still += time.GetElapsedTime(thread.BusySince, now) > StandingStill ? 1 : 0;
        }

        return atWork - still >= threads ? 0 : Math.Min(still, _queue.Count);
    }

    private void Give(OwnThread thread, Work work)
    {
        thread.Next = work;
        thread.BusySince = time.GetTimestamp();
        _busy.Add(thread);
    }
}
