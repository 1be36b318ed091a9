using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Answers one <see cref="ListProcesses" />: collects a snapshot from each process actor, so that the manager never
/// waits. For an actor that has ended or hangs, the list has what the manager knows.
/// </summary>
internal sealed class SnapshotGatherer : UntypedActor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ProcessKey, ProcessSnapshot> _snapshots;
    private readonly IReadOnlyDictionary<ProcessKey, IActorRef> _processes;
    private readonly HashSet<ProcessKey> _awaited;
    private readonly ProcessPhase? _filter;
    private readonly IActorRef _sender;

    public SnapshotGatherer(
        IReadOnlyDictionary<ProcessKey, IActorRef> processes,
        IReadOnlyList<ProcessSnapshot> known,
        ProcessPhase? filter,
        IActorRef sender
    )
    {
        _processes = processes;
        _snapshots = known.ToDictionary(snapshot => snapshot.Key);
        _filter = filter;
        _sender = sender;
        _awaited = [.. processes.Keys];
    }

    public static Props Props(
        IReadOnlyDictionary<ProcessKey, IActorRef> processes,
        IReadOnlyList<ProcessSnapshot> known,
        ProcessPhase? filter,
        IActorRef sender
    ) =>
        Akka
            .Actor.Props.Create(() => new SnapshotGatherer(processes, known, filter, sender))
            .WithDispatcher(ProcessSettings.DispatcherPath);

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Patience);
        foreach (var (key, process) in _processes)
        {
            Context.WatchWith(process, new Gone(key));
            process.Tell(new GetProcess(key));
        }

        AnswerWhenAll();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProcessSnapshot snapshot:
                _snapshots[snapshot.Key] = snapshot;
                _awaited.Remove(snapshot.Key);
                AnswerWhenAll();
                break;
            case Gone gone:
                _awaited.Remove(gone.Key);
                AnswerWhenAll();
                break;
            case ReceiveTimeout:
                _awaited.Clear();
                AnswerWhenAll();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AnswerWhenAll()
    {
        if (_awaited.Count > 0)
        {
            return;
        }

        var shown = _snapshots
            .Values.Where(snapshot => _filter is null || snapshot.Phase == _filter)
            .OrderBy(snapshot => snapshot.Key.Value, StringComparer.Ordinal);
        _sender.Tell(new ProcessList([.. shown]));
        Context.Stop(Self);
    }

    private sealed record Gone(ProcessKey Key) : INoSerializationVerificationNeeded;
}
