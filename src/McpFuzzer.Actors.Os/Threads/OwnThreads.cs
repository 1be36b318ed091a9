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
internal sealed class OwnThreads(
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

    [ThreadStatic]
    private static Worker? _current;

    private readonly Queue<Work> _queue = new();
    private readonly List<Worker> _idle = [];
    private readonly HashSet<Worker> _busy = [];
    private readonly Lock _gate = new();
    private readonly Func<Thread, bool> _tryStart = tryStart ?? TryStart;
    private int _threads;
    private int _waiting;
    private bool _isShutDown;

    /// <summary>Those that the calling thread belongs to; null where it is anybody else's.</summary>
    internal static OwnThreads? Current => _current?.Owner;

    /// <summary>Runs an action on one of them.</summary>
    internal void Execute(Action action) => Execute(static action => ((Action)action).Invoke(), action);

    /// <summary>The same without a closure.</summary>
    internal void Execute(Action<object> action, object argument)
    {
        Worker? woken;
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

    /// <summary>
    /// The calling thread, one of these, waits for something until the disposal: it counts as one more than there may
    /// be at work, so that another does what waits here, at once and however long that takes.
    /// </summary>
    internal WaitScope Wait() => new(this);

    /// <summary>What is disposed of when the calling thread, one of these, ends; asked for once by each key.</summary>
    internal static void HoldUntilEnd(object key, Func<IDisposable> hold)
    {
        if (!_current!.Held.ContainsKey(key))
        {
            _current.Held.Add(key, hold());
        }
    }

    // One that is idle, which is given what has waited longest, or how many are to be made. Under the lock.
    private (Worker? Woken, int Made) Engage()
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

    private void Begin(Worker? woken, int made)
    {
        woken?.Woken.Release();
        for (; made > 0; made--)
        {
            if (!_tryStart(new Thread(RunAll) { IsBackground = true, Name = id }))
            {
                GoOnWithout(made);
                return;
            }
        }
    }

    /// <summary>What was given to it before is still run.</summary>
    internal void Shutdown()
    {
        Worker[] idle;
        lock (_gate)
        {
            _isShutDown = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var worker in idle)
        {
            worker.Woken.Release();
        }
    }

    // The user may have no more threads. Those that there are run what waits.
    private void GoOnWithout(int missing)
    {
        lock (_gate)
        {
            _threads -= missing;
            if (_threads == 0)
            {
                throw new InvalidOperationException($"{id}: no thread could be started");
            }
        }
    }

    private static bool TryStart(Thread thread)
    {
        try
        {
            thread.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void RunAll()
    {
        var worker = new Worker(this);
        _current = worker;
        while (Take(worker) is { } work)
        {
            work.Action(work.Argument);
        }

        foreach (var held in worker.Held.Values)
        {
            held.Dispose();
        }
    }

    private Work? Take(Worker worker)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out var next))
            {
                worker.BusySince = time.GetTimestamp();
                _busy.Add(worker);
                return next;
            }

            _busy.Remove(worker);
            if (_isShutDown)
            {
                return null;
            }

            _idle.Add(worker);
        }

        if (!worker.Woken.Wait(idleTimeout))
        {
            if (TryLeave(worker))
            {
                return null;
            }

            // It was given something at the last moment.
            worker.Woken.Wait();
        }

        var given = worker.Next;
        worker.Next = null;
        return given;
    }

    private void BeginWait(Worker worker)
    {
        Worker? woken = null;
        var made = 0;
        lock (_gate)
        {
            _busy.Remove(worker);
            _waiting++;
            if (_queue.Count > 0)
            {
                (woken, made) = Engage();
            }
        }

        Begin(woken, made);
    }

    private void EndWait(Worker worker)
    {
        lock (_gate)
        {
            worker.BusySince = time.GetTimestamp();
            _busy.Add(worker);
            _waiting--;
        }
    }

    private bool TryLeave(Worker worker)
    {
        lock (_gate)
        {
            var leaves = _idle.Remove(worker);
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
        foreach (var worker in _busy)
        {
            still += time.GetElapsedTime(worker.BusySince, now) > StandingStill ? 1 : 0;
        }

        return atWork - still >= threads ? 0 : Math.Min(still, _queue.Count);
    }

    private void Give(Worker worker, Work work)
    {
        worker.Next = work;
        worker.BusySince = time.GetTimestamp();
        _busy.Add(worker);
    }

    private readonly record struct Work(Action<object> Action, object Argument);

    /// <summary>How long a thread waits for something else.</summary>
    internal readonly ref struct WaitScope
    {
        private readonly OwnThreads _threads;
        private readonly Worker _worker;

        internal WaitScope(OwnThreads threads)
        {
            (_threads, _worker) = (threads, _current!);
            threads.BeginWait(_worker);
        }

        public void Dispose() => _threads.EndWait(_worker);
    }

    /// <summary>A thread.</summary>
    private sealed class Worker(OwnThreads owner)
    {
        public OwnThreads Owner => owner;

        public Dictionary<object, IDisposable> Held { get; } = [];

        public SleepingSemaphore Woken { get; } = SleepingSemaphore.Create();

        /// <summary>What it is woken for; null is to end.</summary>
        public Work? Next { get; set; }

        /// <summary>When it was given what it does.</summary>
        public long BusySince { get; set; }
    }
}
