namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// How long a zombie waits for an owner that may still reap it. Reaping a child of System.Diagnostics.Process ends the
/// whole program (docs/hazards.md, 21). A zombie that is never reaped keeps one of the machine's pids.
/// </summary>
internal sealed class ReapDelay(TimeProvider time)
{
    private static readonly TimeSpan ForAdopted = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForPrograms = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForProgramsInACrowd = TimeSpan.FromSeconds(1);

    // A clock goes on while the whole program is stopped; rounds do not.
    private const int FewestRounds = 3;

    // Other code waits for its children one by one. A larger number at once consists of orphans.
    private const int Crowd = 8;

    private TimeSpan _forPrograms = ForPrograms;

    /// <summary>Counts the zombies of the program.</summary>
    internal void BeginRound(IReadOnlyCollection<Orphan> known) =>
        _forPrograms =
            known.Count > Crowd
            && known.Count(orphan => orphan is { Kind: OrphanKind.Programs, Dead: not null }) > Crowd
                ? ForProgramsInACrowd
                : ForPrograms;

    /// <summary>Whether this round, which has seen the zombie, reaps it.</summary>
    internal bool IsOver(Orphan orphan)
    {
        var (since, rounds) = orphan.Dead ?? (time.GetTimestamp(), 0);
        orphan.Dead = (since, ++rounds);
        return orphan.Kind == OrphanKind.Ours
            || (rounds >= FewestRounds && time.GetElapsedTime(since) >= PatienceWith(orphan));
    }

    // All direct children carry a mark. A process without one was adopted, unless it removed the mark itself.
    private TimeSpan PatienceWith(Orphan orphan) =>
        orphan.IsUnattributed && ProgramMark.IsComplete ? ForAdopted : _forPrograms;
}
