using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>What the manager knows of an incarnation that has not ended, and who waits for it.</summary>
internal sealed class ManagedProcess(
    Assignment assignment,
    Lineage lineage,
    IActorRef actor,
    IActorRef starter,
    TimeProvider time
)
{
    private readonly Dictionary<long, IActorRef> _waiters = [];
    private readonly List<IActorRef> _stoppers = [];
    private readonly DateTimeOffset _askedAt = time.GetUtcNow();
    private long _since = time.GetTimestamp();

    public Assignment Assignment { get; } = assignment;

    public Lineage Lineage { get; } = lineage;

    public IActorRef Actor { get; } = actor;

    /// <summary>Who asked for the start; its reply is told once. Nobody asks for a restart.</summary>
    public IActorRef Starter { get; } = starter;

    public ProcessKey Key => Assignment.Key;

    public int Incarnation => Assignment.Incarnation;

    public ProcessPhase Phase { get; set; } = ProcessPhase.Starting;

    public ProcessStarted? Started { get; private set; }

    public ProcessReadiness Readiness { get; } = new();

    public ProcessExited? Exited { get; set; }

    /// <summary>Set when somebody wants it stopped; it is not restarted then, whatever ends it.</summary>
    public bool StopAsked { get; set; }

    /// <summary>Set when members outlived SIGKILL; the key stays taken while they live.</summary>
    public ProcessUnkillable? Unkillable { get; set; }

    /// <summary>Set when its actor failed and the host ends what it owned; what that actor still says is not heard.</summary>
    public string? LostBecause { get; set; }

    /// <summary>The exec has succeeded and the leader is not known to have exited.</summary>
    public bool IsRunning => Started is not null && Exited is null && Unkillable is null && LostBecause is null;

    public void Starts(ProcessStarted started)
    {
        Started = started;
        _since = time.GetTimestamp();
    }

    /// <summary>The answer to whoever asks whether it is ready, and it is not.</summary>
    public ProcessNotReady NotReady() => new(Key, Incarnation, Exited?.Ran ?? time.GetElapsedTime(_since));

    public void AddWaiter(long id, IActorRef asker) => _waiters.Add(id, asker);

    /// <summary>The asker of a wait that is still open.</summary>
    public IActorRef? TakeWaiter(long id) => _waiters.Remove(id, out var asker) ? asker : null;

    public void AddStopper(IActorRef asker) => _stoppers.Add(asker);

    /// <summary>Answers all who wait for the exit; the waits that were open.</summary>
    public IReadOnlyList<long> AnswerWaiters(IWaitReply reply)
    {
        foreach (var asker in _waiters.Values)
        {
            asker.Tell(reply);
        }

        long[] answered = [.. _waiters.Keys];
        _waiters.Clear();
        return answered;
    }

    public void AnswerStoppers(IStopReply reply)
    {
        _stoppers.ForEach(asker => asker.Tell(reply));
        _stoppers.Clear();
    }

    /// <summary>Its status as far as it is known without its actor.</summary>
    public ProcessSnapshot Outline(ProcessPhase phase) =>
        new()
        {
            Key = Key,
            Incarnation = Incarnation,
            Name = Assignment.Spec.Name,
            Command = Assignment.ShownCommand,
            Phase = phase,
            Pid = Started?.Pid,
            StartedAt = Started?.At ?? _askedAt,
            Age = Exited?.Ran ?? time.GetElapsedTime(_since),
            Containment = Assignment.Containment,
            Exit = Exited?.Exit,
            Cause = Exited?.Cause,
            Breach = Exited?.Breach,
            IsReady =
                Started is null && Assignment.Spec.ReadyWhen is null ? null : IsRunning && Readiness.Ready is not null,
            Restarts = Assignment.Restarts,
            CallbackFault = Assignment.Probe?.Fault,
            StdoutTail = Exited?.StdoutTail ?? OutputTail.Empty,
            StderrTail = Exited?.StderrTail ?? OutputTail.Empty,
        };
}
