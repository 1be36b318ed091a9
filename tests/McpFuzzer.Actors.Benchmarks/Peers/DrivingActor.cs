using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>
/// Keeps a number of processes in flight by messages alone: at each end it starts the next, until the time is over.
/// </summary>
internal sealed class DrivingActor : UntypedActor
{
    private readonly IActorRef _manager;
    private readonly ProcessSpec _spec;
    private readonly int _atOnce;
    private readonly TimeSpan _length;
    private readonly TaskCompletionSource<int> _done;
    private long _begin;
    private int _inFlight;
    private int _ended;

    public DrivingActor(
        IActorRef manager,
        ProcessSpec spec,
        int atOnce,
        TimeSpan length,
        TaskCompletionSource<int> done
    )
    {
        _manager = manager;
        _spec = spec;
        _atOnce = atOnce;
        _length = length;
        _done = done;
    }

    public static Props Props(
        IActorRef manager,
        ProcessSpec spec,
        int atOnce,
        TimeSpan length,
        TaskCompletionSource<int> done
    ) => Akka.Actor.Props.Create(() => new DrivingActor(manager, spec, atOnce, length, done));

    protected override void PreStart() => _manager.Tell(new WatchProcesses());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchStarted:
                _begin = Stopwatch.GetTimestamp();
                while (_inFlight < _atOnce)
                {
                    StartOne();
                }

                break;
            case ProcessStopped:
                _ended++;
                _inFlight--;
                Continue();
                break;
            case CommandRejected or ProcessLost or ProcessUnkillable:
                _done.TrySetException(new InvalidOperationException($"{message}"));
                Context.Stop(Self);
                break;
            case IProcessEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Continue()
    {
        if (Stopwatch.GetElapsedTime(_begin) < _length)
        {
            StartOne();
        }
        else if (_inFlight == 0)
        {
            _done.TrySetResult(_ended);
            Context.Stop(Self);
        }
    }

    private void StartOne()
    {
        _inFlight++;
        _manager.Tell(new StartProcess(_spec));
    }
}
