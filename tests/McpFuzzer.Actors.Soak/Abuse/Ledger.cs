using System.Collections.Concurrent;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Soak.Abuse;

/// <summary>
/// Records the events of every incarnation: one start, then one exit, then one stop. An incarnation with all three is
/// removed, so that the ledger does not grow.
/// </summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, long> _exits = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<(string, int), int> _open = new();
    private long _starts;
    private long _notStarted;
    private long _stopped;
    private long _escalated;
    private long _survivorsKilled;

    internal long Open => _open.Count;

    internal async Task SubscribeAsync(ActorSystem system, IActorRef manager)
    {
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Bookkeeper(this, manager, standing)));
        await standing.Task;
    }

    internal void NotStarted() => Interlocked.Increment(ref _notStarted);

    internal void Violate(string what) => _violations.Enqueue(what);

    internal Figures ToFigures(Sample? sample) =>
        new()
        {
            Starts = Interlocked.Read(ref _starts),
            NotStarted = Interlocked.Read(ref _notStarted),
            Exits = new SortedDictionary<string, long>(_exits, StringComparer.Ordinal),
            Stopped = Interlocked.Read(ref _stopped),
            Escalated = Interlocked.Read(ref _escalated),
            SurvivorsKilled = Interlocked.Read(ref _survivorsKilled),
            Open = Open,
            Violations = [.. _violations],
            Sample = sample,
        };

    private void Enter(IProcessEvent what)
    {
        var incarnation = (what.Key.Value, what.Incarnation);
        switch (what)
        {
            case ProcessStarted:
                Interlocked.Increment(ref _starts);
                if (!_open.TryAdd(incarnation, 0))
                {
                    Violate($"started twice: {what}");
                }

                break;
            case ProcessExited exited:
                var kind = exited.Exit switch
                {
                    ProcessExit.Code => "code",
                    ProcessExit.Signal => "signal",
                    _ => "unknown",
                };
                _exits.AddOrUpdate($"{exited.Cause} by {kind}", 1, (_, count) => count + 1);
                if (!_open.TryUpdate(incarnation, 1, 0))
                {
                    Violate($"an exit without its start, or a second one: {incarnation}");
                }

                break;
            case ProcessStopped stopped:
                Interlocked.Increment(ref _stopped);
                Interlocked.Add(ref _escalated, stopped.Escalated ? 1 : 0);
                Interlocked.Add(ref _survivorsKilled, stopped.SurvivorsKilled);
                if (!_open.TryRemove(new KeyValuePair<(string, int), int>(incarnation, 1)))
                {
                    Violate($"a stop without its exit, or a second one: {incarnation}");
                }

                break;
            case ProcessUnkillable or ProcessLost or ProcessFailed:
                Violate(what.ToString()!);
                break;
            default:
                break;
        }
    }

    private sealed class Bookkeeper : ReceiveActor
    {
        public Bookkeeper(Ledger ledger, IActorRef manager, TaskCompletionSource standing)
        {
            Receive<WatchStarted>(_ => standing.SetResult());
            Receive<IProcessEvent>(ledger.Enter);
            manager.Tell(new WatchProcesses());
        }
    }
}
