using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// A key between two incarnations. The last incarnation stays the present one until the next begins: queries show it,
/// and a stop of it cancels the restart.
/// </summary>
/// <param name="Lineage">The incarnations up to now.</param>
/// <param name="Last">The last end. It is kept here because the history is bounded and the delay may be long.</param>
/// <param name="Timer">The timer of this delay, so that a late one of an earlier delay is ignored.</param>
internal sealed record BackOffEntry(Lineage Lineage, EndedProcess Last, long Timer) : KeyEntry
{
    public override ProcessKey Key => Last.Snapshot.Key;

    public override KeyStage Stage => KeyStage.BackingOff;

    public override int? PresentIncarnation => Incarnation;

    public override SenderId? Owner => Lineage.Owner;

    public int Incarnation => Last.Snapshot.Incarnation;

    public int NextIncarnation => Incarnation + 1;

    public ProcessSnapshot Snapshot => Lineage.Show(Last, ProcessPhase.BackingOff).Snapshot;
}
