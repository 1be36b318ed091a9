namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// Threads for one purpose alone: a pool that others have blocked does not hold them back, and they block no others.
/// One is made when none is free, and ends when it has been idle for a while. They sleep while they wait: the
/// pools of .NET and of Akka spin, which on a busy machine costs more than the work.
/// </summary>
/// <param name="id">Their name.</param>
/// <param name="threads">How many are at work at once.</param>
/// <param name="mostThreads">How many there are at most, with those that stand still: what hangs on them does not keep
/// the rest waiting.</param>
/// <param name="idleTimeout">How long an idle one is kept.</param>
/// <param name="handsOver">
/// What one of them asks for waits until that thread is free, unless something waits already; for work that never
/// blocks. Actors that talk to each other stay on one thread then, and nobody has to be woken. One that hangs all the
/// same holds back what it handed over until anybody else asks for something.
/// </param>
/// <param name="time">By which they stand still.</param>
/// <param name="tryStart">Starts a thread, unless there can be no more.</param>
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

    /// <summary>Those that the calling thread belongs to; null where it is anybody else's.</summary>
    internal static OwnThreads? Current => OwnThread.Current?.Owner;

    internal bool HandsOver => handsOver;

    /// <summary>Runs an action on one of them.</summary>
    internal void Execute(Action action) => Execute(static action => ((Action)action).Invoke(), action);

    /// <summary>The same without a closure.</summary>
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
                // By one of its own threads, which is free in a moment: another would have to be woken for it.
                return;
            }

            (woken, made) = Engage();
        }

        Begin(woken, made);
    }

    // One that is idle, which is given what has waited longest, or how many are to be made. Under the lock.
    private (OwnThread? Woken, int Made) Engage()
    {
        var missing = CountMissing();
        if (missing > 0 && _idle.Count > 0)
        {
            // The one that has been idle for the shortest time: the others may end.
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
            // It is to share the work of the calling thread.
            idle.Woken.Release();
        }
        else
        {
            OwnThread.WhenFree(static woken => ((SleepingSemaphore)woken).Release(), idle.Woken);
        }
    }

    /// <summary>What was given to it before is still run.</summary>
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

    /// <summary>What one of them does next; waits for it. Null is nothing more.</summary>
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

            // It was given something at the last moment.
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

    // One as needed, if fewer are at work than there may be; who stands still is not at work. Where some do, as many
    // more as they are, and no more than there is to do: whatever number of them hangs, there are soon enough others.
    private int CountMissing()
    {
        // Those that are about to begin count, too.
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
