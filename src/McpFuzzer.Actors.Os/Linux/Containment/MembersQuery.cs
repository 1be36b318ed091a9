using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// A query for the living members of one set. "None" needs several rounds of proof (docs/hazards.md, 6: forks while it
/// is killed). "Some" is answered at once, or when the patience for dying members is over. Used on the containment
/// loop's thread only.
/// </summary>
internal sealed class MembersQuery(ProcessSet set, TimeSpan patience, Action onEmpty)
{
    // A process that forks and exits can slip between two searches. One that keeps doing so leaves a zombie between two
    // of them.
    private const int CleanRounds = 3;

    // Far more than a dead set can need: a set that still leaves zombies is alive.
    private const int MostRounds = 100;

    private readonly TaskCompletionSource<IReadOnlyList<int>> _answer = new();
    private readonly long _asked = Stopwatch.GetTimestamp();

    // Read before each round: once the leader has exited and no member is seen, no process is left to fork.
    private bool _hadExited;
    private long _zombiesBefore;
    private int _rounds;
    private int _clean;

    internal ProcessSet Set => set;

    internal Task<IReadOnlyList<int>> Answer => _answer.Task;

    /// <summary>Whether a round has found no member yet.</summary>
    internal bool HasCleanRound => _clean > 0;

    /// <summary>Whether the last round found a member that may be gone in the next.</summary>
    internal bool IsWaiting { get; private set; }

    internal void BeginRound()
    {
        _hadExited = set.HasLeaderExited;
        _zombiesBefore = set.ZombiesSeen;
    }

    /// <summary>False when another round is needed.</summary>
    internal bool TryConclude(SetFinder found)
    {
        if (set.IsReleased)
        {
            _answer.SetResult([]);
            return true;
        }

        var living = found.LivingOf(set);
        IsWaiting = (living.Count > 0 || !_hadExited) && Stopwatch.GetElapsedTime(_asked) < patience;
        if (IsWaiting)
        {
            _clean = 0;
            return false;
        }

        if (living.Count > 0 || !_hadExited || ++_rounds == MostRounds)
        {
            // A zombie whose exit is unread counts: a set is not reported empty before its leader's exit is known.
            _answer.SetResult(living.Count > 0 ? living : [set.Leader]);
            return true;
        }

        _clean = set.ZombiesSeen == _zombiesBefore ? _clean + 1 : 0;
        if (_clean < CleanRounds && !(_clean > 0 && found.IsProof))
        {
            return false;
        }

        onEmpty();
        _answer.SetResult([]);
        return true;
    }

    internal void GiveUp() => _answer.SetResult([set.Leader]);
}
