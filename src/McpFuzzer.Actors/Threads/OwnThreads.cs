using Akka.Configuration;
using Akka.Dispatch;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Threads;

/// <summary>Lets a dispatcher run on <see cref="OwnThreads" />; named in its configuration, and made by Akka.</summary>
internal sealed class OwnThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) =>
        new OwnThreads(
            id,
            Config.GetInt("threads", int.MaxValue),
            Config.GetInt("most-threads", int.MaxValue),
            Config.GetTimeSpan("idle-timeout"),
            Config.GetBoolean("hand-over"),
            TimeProvider.System
        );
}

/// <summary>
/// Threads for one dispatcher alone: a pool that others have blocked does not hold them back, and they block no others.
/// One is made when none is free, and ends when it has been idle for a while. They sleep while they wait: the
/// pools of .NET and of Akka spin, which on a busy machine costs more than the work.
/// </summary>
/// <param name="id">The dispatcher's.</param>
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
) : ExecutorService(id)
{
    private static readonly TimeSpan StandingStill = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static OwnThreads? _current;

    private readonly Queue<IRunnable> _queue = new();
    private readonly List<Worker> _idle = [];
    private readonly HashSet<Worker> _busy = [];
    private readonly Lock _gate = new();
    private readonly Func<Thread, bool> _tryStart = tryStart ?? TryStart;
    private int _threads;
    private bool _isShutDown;

    public override void Execute(IRunnable run)
    {
        Worker? woken = null;
        var made = 0;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isShutDown, this);
            if (handsOver && ReferenceEquals(_current, this) && _queue.Count == 0)
            {
                // By one of its own threads, which is free in a moment: another would have to be woken for it.
                _queue.Enqueue(run);
                return;
            }

            _queue.Enqueue(run);
            var missing = CountMissing();
            if (missing > 0 && _idle.Count > 0)
            {
                // The one that has been idle for the shortest time: the others may end.
                woken = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                Give(woken, _queue.Dequeue());
            }
            else
            {
                made = Math.Min(missing, mostThreads - _threads);
                _threads += made;
            }
        }

        woken?.Woken.Release();
        for (; made > 0; made--)
        {
            if (!_tryStart(new Thread(Work) { IsBackground = true, Name = Id }))
            {
                GoOnWithout(made);
                return;
            }
        }
    }

    /// <summary>What was given to it before is still run.</summary>
    public override void Shutdown()
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
                throw new InvalidOperationException($"{Id}: no thread could be started");
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

    private void Work()
    {
        var worker = new Worker();
        _current = this;
        while (Take(worker) is { } run)
        {
            run.Run();
        }
    }

    private IRunnable? Take(Worker worker)
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

        var run = worker.Next;
        worker.Next = null;
        return run;
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
        var atWork = _threads - _idle.Count;
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

    private void Give(Worker worker, IRunnable run)
    {
        worker.Next = run;
        worker.BusySince = time.GetTimestamp();
        _busy.Add(worker);
    }

    /// <summary>A thread.</summary>
    private sealed class Worker
    {
        public SleepingSemaphore Woken { get; } = SleepingSemaphore.Create();

        /// <summary>What it is woken for; null is to end.</summary>
        public IRunnable? Next { get; set; }

        /// <summary>When it was given what it does.</summary>
        public long BusySince { get; set; }
    }
}
