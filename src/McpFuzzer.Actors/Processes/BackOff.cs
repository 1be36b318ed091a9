using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>A key between two incarnations. Each wait for a restart is one of its own, so that a timer that fires late is told from the present one's.</summary>
internal sealed class BackOff(Lineage lineage, EndedProcess last)
{
    public Lineage Lineage => lineage;

    /// <summary>Kept here, since the history is bounded and the wait may be long.</summary>
    public EndedProcess Last => last;

    public ProcessKey Key => last.Snapshot.Key;

    /// <summary>The present one, which has ended.</summary>
    public int Incarnation => last.Snapshot.Incarnation;

    public int NextIncarnation => Incarnation + 1;

    public ProcessSnapshot Snapshot => SnapshotIn(ProcessPhase.BackingOff);

    /// <summary>The last end as it is told once no restart follows.</summary>
    public EndedProcess EndedIn(ProcessPhase phase) => last with { Snapshot = SnapshotIn(phase) };

    private ProcessSnapshot SnapshotIn(ProcessPhase phase) =>
        last.Snapshot with
        {
            Phase = phase,
            Restarts = lineage.Restarts,
        };
}
