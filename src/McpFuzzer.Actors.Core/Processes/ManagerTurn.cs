using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The time of an input.</summary>
/// <param name="Now">Monotonic, from any origin that stays the same.</param>
/// <param name="At">By the wall clock, to be shown only.</param>
internal readonly record struct Moment(TimeSpan Now, DateTimeOffset At);

/// <summary>A new state, and what is to be done about it.</summary>
internal readonly record struct ManagerStep(ManagerState State, ImmutableArray<ManagerEffect> Effects);

/// <summary>One step in the making. It lives as long as the step, so that the step as a whole stays pure.</summary>
internal sealed class ManagerTurn(ManagerState state, Moment moment)
{
    private readonly ImmutableArray<ManagerEffect>.Builder _effects = ImmutableArray.CreateBuilder<ManagerEffect>(4);

    /// <summary>The state so far.</summary>
    public ManagerState State { get; set; } = state;

    public KeyTable Keys => State.Keys;

    public TimeSpan Now => moment.Now;

    public DateTimeOffset At => moment.At;

    public ManagerStep End() => new(State, _effects.DrainToImmutable());

    public void Add(ManagerEffect effect) => _effects.Add(effect);

    public void Reply(SenderId to, object message) => Add(new ManagerEffect.Reply(to, message));

    public void Publish(IProcessEvent what) => Add(new ManagerEffect.Publish(what, State.Subscriptions.Of(what.Key)));

    public void Log(ManagerNote note) => Add(new ManagerEffect.Log(note));

    /// <summary>Sets a timer that feeds an input, and returns its number, which no other timer has.</summary>
    public long Arm(TimeSpan after, Func<long, ManagerInput> due)
    {
        var timer = NextTimer();
        Add(new ManagerEffect.Arm(timer, after, due(timer)));
        return timer;
    }

    public long NextTimer()
    {
        State = State with { LastTimer = State.LastTimer + 1 };
        return State.LastTimer;
    }

    public RunId NextRun(ProcessKey key)
    {
        State = State with { LastRun = State.LastRun + 1 };
        return new RunId(key, State.LastRun);
    }

    public void Put(KeyEntry entry) => State = State with { Keys = Keys.Set(entry) };

    public void Free(ProcessKey key) => State = State with { Keys = Keys.Remove(key) };

    public void Count(Func<ManagerCounts, ManagerCounts> more) => State = State with { Counts = more(State.Counts) };

    public void Remember(EndedProcess ended) => State = State with { History = State.History.Add(ended) };

    public void Unlist(ProcessKey key) => State = State with { History = State.History.Unlist(key) };

    /// <summary>Has the watchdog watch a managed process.</summary>
    public void Watch(RunEntry run, SenderId? sender = null) =>
        Add(new ManagerEffect.Watch(run.Id, run.Incarnation, run.Spec.Timeout, run.Spec.AutoKill, sender));

    public void Unwatch(RunEntry run) => Add(new ManagerEffect.Unwatch(run.Key, run.Incarnation));
}
