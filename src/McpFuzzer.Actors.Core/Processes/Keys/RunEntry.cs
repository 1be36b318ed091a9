using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>What the manager knows of an incarnation that has not ended, and the senders that wait for it.</summary>
/// <param name="Id">Its start.</param>
/// <param name="Incarnation">Its number among those of its key.</param>
/// <param name="Lineage">The start command that it goes back to.</param>
/// <param name="Starter">The sender of that command; null when it is a restart.</param>
internal sealed record RunEntry(RunId Id, int Incarnation, Lineage Lineage, SenderId? Starter) : KeyEntry
{
    public override ProcessKey Key => Id.Key;

    public override KeyStage Stage =>
        LostBecause is not null ? KeyStage.Lost
        : Unkillable is not null ? KeyStage.Unkillable
        : Exited is not null ? KeyStage.LeaderExited
        : Started is not null ? KeyStage.Live
        : KeyStage.Starting;

    public override int? PresentIncarnation => Incarnation;

    public override SenderId? Owner => Lineage.Owner;

    public ProcessSpec Spec => Lineage.Spec;

    /// <summary>The argument vector as it may be shown.</summary>
    public required IReadOnlyList<string> ShownCommand { get; init; }

    /// <summary>When the start was begun.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The moment from which its age counts, on the monotonic clock.</summary>
    public required TimeSpan Since { get; init; }

    /// <summary>As its actor reported it last.</summary>
    public ProcessPhase Phase { get; init; } = ProcessPhase.Starting;

    public ProcessStarted? Started { get; init; }

    public ProcessReady? Ready { get; init; }

    /// <summary>The spec's time to become ready is over.</summary>
    public bool IsLate { get; init; }

    public ProcessExited? Exited { get; init; }

    /// <summary>A command wants it stopped. It is not restarted then, however it ends.</summary>
    public bool StopRequested { get; init; }

    /// <summary>Set when members outlived SIGKILL. The key stays taken while they live.</summary>
    public ProcessUnkillable? Unkillable { get; init; }

    /// <summary>Set when its actor has failed; later messages of that actor are ignored.</summary>
    public string? LostBecause { get; init; }

    /// <summary>The fault of its activity callback, as far as it was known when its actor failed.</summary>
    public CallbackFault? CallbackFault { get; init; }

    public Waiters ExitWaiters { get; init; } = Waiters.None;

    public Waiters ReadyWaiters { get; init; } = Waiters.None;

    /// <summary>The senders that wait for its end.</summary>
    public ImmutableList<SenderId> Stoppers { get; init; } = [];

    /// <summary>The exec has succeeded and the leader is not known to have exited.</summary>
    public bool IsRunning => Stage == KeyStage.Live;

    /// <summary>Its actor reports its end, unless that actor fails.</summary>
    public bool IsActive => Stage is KeyStage.Starting or KeyStage.Live or KeyStage.LeaderExited;

    /// <summary>Its actor takes commands.</summary>
    public bool HasActor => LostBecause is null;

    /// <summary>It may still come to be ready.</summary>
    public bool MayBecomeReady => Stage is KeyStage.Starting or KeyStage.Live;

    /// <summary>Returns the reply to a sender that wants it ready when it is not.</summary>
    public ProcessNotReady NotReady(TimeSpan now) => new(Key, Incarnation, Age(now));

    /// <summary>Returns its status as far as it is known without its actor.</summary>
    public ProcessSnapshot Outline(ProcessPhase phase, ContainmentLevel containment, TimeSpan now) =>
        new()
        {
            Key = Key,
            Incarnation = Incarnation,
            Name = Spec.Name,
            Command = ShownCommand,
            Phase = phase,
            Pid = Started?.Pid,
            StartedAt = Started?.At ?? BegunAt,
            Age = Age(now),
            Containment = containment,
            Exit = Exited?.Exit,
            Cause = Exited?.Cause,
            Breach = Exited?.Breach,
            IsReady = Started is null && Spec.ReadyWhen is null ? null : IsRunning && Ready is not null,
            Restarts = Lineage.Restarts,
            CallbackFault = CallbackFault,
            StdoutTail = Exited?.StdoutTail ?? OutputTail.Empty,
            StderrTail = Exited?.StderrTail ?? OutputTail.Empty,
        };

    private TimeSpan Age(TimeSpan now) => Exited?.Ran ?? now - Since;
}
