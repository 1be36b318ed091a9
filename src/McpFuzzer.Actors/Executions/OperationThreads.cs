using Akka.Configuration;
using Akka.Dispatch;

namespace McpFuzzer.Actors.Executions;

/// <summary>Lets <c>mcp-fuzzer.executor.dispatcher</c> run on <see cref="OperationThreads" />; named there, and made by Akka.</summary>
internal sealed class OperationThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new OperationThreads(id, Config.GetTimeSpan("idle-timeout"));
}

/// <summary>
/// Threads for delegates that may block: one is made whenever none is free, and ends when it has been idle for a while. No fixed number would do: operations that were
/// given up keep their threads for as long as they block. The executor's limits bound how many that are.
/// </summary>
internal sealed class OperationThreads(string id, TimeSpan idleTimeout) : ExecutorService(id)
{
    private readonly Queue<IRunnable> _queue = new();
    private readonly object _gate = new();
    private int _idle;
    private bool _isShutDown;

    public override void Execute(IRunnable run)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isShutDown, this);
            _queue.Enqueue(run);
            if (_idle >= _queue.Count)
            {
                Monitor.Pulse(_gate);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "mcp-fuzzer-operation" }.Start();
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
                    return null;
                }

                _idle++;
                var woken = Monitor.Wait(_gate, idleTimeout);
                _idle--;
                if (!woken && _queue.Count == 0)
                {
                    return null;
                }
            }

            return _queue.Dequeue();
        }
    }
}
