namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// How long a zombie is left to an owner that may yet wait for it. A status that is taken from
/// System.Diagnostics.Process ends the whole program; a zombie that is never reaped holds one of the machine's pids.
/// </summary>
internal sealed class ReapDelay(TimeProvider time)
{
    private static readonly TimeSpan ForAdopted = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForPrograms = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForProgramsInACrowd = TimeSpan.FromSeconds(1);

    // A clock runs on while the whole program is stopped; rounds do not.
    private const int FewestRounds = 3;

    // Other code waits for its children one by one: more that stand at once are orphans.
    private const int Crowd = 8;

    private TimeSpan _forPrograms = ForPrograms;

    /// <summary>Counts who stands there.</summary>
    internal void BeginRound(IReadOnlyCollection<Orphan> known) =>
        _forPrograms =
            known.Count > Crowd
            && known.Count(orphan => orphan is { Kind: OrphanKind.Programs, Dead: not null }) > Crowd
                ? ForProgramsInACrowd
                : ForPrograms;

    /// <summary>Whether a zombie is to be reaped in this round, which has seen it dead.</summary>
    internal bool IsOver(Orphan orphan)
    {
        var (since, rounds) = orphan.Dead ?? (time.GetTimestamp(), 0);
        orphan.Dead = (since, ++rounds);
        return orphan.Kind == OrphanKind.Ours
            || (rounds >= FewestRounds && time.GetElapsedTime(since) >= PatienceWith(orphan));
    }

    // What carries no mark at all where all direct children carry one has been adopted, unless it has taken its mark
    // off by itself.
    private TimeSpan PatienceWith(Orphan orphan) =>
        orphan.IsUnattributed && ProgramMark.IsComplete ? ForAdopted : _forPrograms;
}
