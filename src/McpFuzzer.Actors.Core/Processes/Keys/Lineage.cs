using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>The incarnations of one key that follow one another by restart policy, from one start command.</summary>
/// <param name="Spec">What to start.</param>
/// <param name="Probe">Calls the sender's activity callback. The actor gave it, and gets it back at each start.</param>
/// <param name="Seed">The seed of the jitter.</param>
/// <param name="Number">Separates lineages that share a seed.</param>
internal sealed record Lineage(ProcessSpec Spec, object? Probe, int Seed, long Number)
{
    /// <summary>The sender that owns each incarnation; null when none does.</summary>
    public SenderId? Owner { get; init; }

    /// <summary>How many restarts were carried out.</summary>
    public int Restarts { get; init; }

    /// <summary>The incarnation that ended last; null during the first.</summary>
    public EndedProcess? Last { get; init; }

    private RestartState State { get; init; } = new() { Policy = Spec.Restart };

    private int Draws { get; init; }

    /// <summary>Makes the lineage of a start command. A seed in the spec's policy repeats the same delays.</summary>
    public static Lineage Of(ProcessSpec spec, object? probe, int seed, long number) =>
        spec.Restart.Seed is { } given
            ? new Lineage(spec, probe, given, Number: 0)
            : new Lineage(spec, probe, seed, number);

    /// <summary>Decides what follows an end.</summary>
    public (Lineage Next, RestartDecision Decision) Decide(EndedProcess last, RestartInput input, TimeSpan now)
    {
        var step = RestartMachine.Step(State, input, now, RetrySchedule.Draw(Seed, Number, index: 0, Draws));
        var next = this with { Last = last, State = step.State, Draws = Draws + 1 };
        return (next, step.Decision);
    }

    /// <summary>Returns an end as it is shown once it is known what follows.</summary>
    public EndedProcess Show(EndedProcess ended, ProcessPhase phase) =>
        ended.Snapshot.Phase == phase && ended.Snapshot.Restarts == Restarts
            ? ended
            : ended with
            {
                Snapshot = ended.Snapshot with { Phase = phase, Restarts = Restarts },
            };
}
