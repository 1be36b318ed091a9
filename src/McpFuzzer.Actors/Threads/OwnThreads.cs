using Akka.Configuration;
using Akka.Dispatch;

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
            Config.GetTimeSpan("idle-timeout")
        );
}

/// <summary>
/// Threads that are nobody else's: a pool that others have blocked does not hold them back, and what blocks them blocks nobody. One is made when none is free, and ends when it has
/// been idle for a while. They sleep while they wait: the pools of .NET and of Akka spin, which on a busy machine costs more than the work.
/// </summary>
/// <param name="id">The dispatcher's.</param>
/// <param name="threads">How many are made as needed.</param>
/// <param name="mostThreads">How many are made when those stand still, so that what hangs on them does not keep the rest waiting.</param>
/// <param name="idleTimeout">How long an idle one is kept.</param>
internal sealed class OwnThreads(string id, int threads, int mostThreads, TimeSpan idleTimeout) : ExecutorService(id)
{
    private const long StandsStillMilliseconds = 100;

    private readonly Queue<IRunnable> _queue = new();
    private readonly object _gate = new();
    private int _threads;
    private int _idle;
    private long _lastTaken = Environment.TickCount64;
    private bool _isShutDown;

    public override void Execute(IRunnable run)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isShutDown, this);
            _queue.Enqueue(run);
            if (_idle >= _queue.Count || _threads >= (StandsStill() ? mostThreads : threads))
            {
                Monitor.Pulse(_gate);
                return;
            }

            _threads++;
        }

        new Thread(Work) { IsBackground = true, Name = Id }.Start();
    }

    public override void Shutdown()
    {
        lock (_gate)
        {
            _isShutDown = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (Take() is { } run)
        {
            run.Run();
        }
    }

    private IRunnable? Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_isShutDown)
                {
                    _threads--;
                    return null;
                }

                _idle++;
                var woken = Monitor.Wait(_gate, idleTimeout);
                _idle--;
                if (!woken && _queue.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            _lastTaken = Environment.TickCount64;
            return _queue.Dequeue();
        }
    }

    private bool StandsStill() => _queue.Count > 1 && Environment.TickCount64 - _lastTaken > StandsStillMilliseconds;
}
