using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Something happened with several calls in flight; each is run again alone to find the one that shows it.</summary>
/// <param name="suspicion">What happened, blamed on no tool.</param>
/// <param name="suspects">Each is run alone, in this order.</param>
/// <param name="sequence">The same calls in the order of sending.</param>
internal sealed class Trial(Suspicion suspicion, IReadOnlyList<FuzzCase> suspects, IReadOnlyList<FuzzCase> sequence)
{
    private readonly HashSet<string> _pending = new(suspects.Select(suspect => suspect.CaseId), StringComparer.Ordinal);

    public Suspicion Suspicion { get; } = suspicion;

    public IReadOnlyList<FuzzCase> Suspects { get; } = suspects;

    public IReadOnlyList<FuzzCase> Sequence { get; } = sequence;

    /// <summary>One of the suspects has shown it alone.</summary>
    public bool Shown { get; private set; }

    public bool IsOver => _pending.Count == 0;

    /// <summary>How long the suspects take alone, one behind the other.</summary>
    public TimeSpan TakenAlone { get; private set; }

    /// <summary>One suspect has been run alone, or will not be.</summary>
    public void Conclude(FuzzCase suspect, bool shown, TimeSpan elapsed)
    {
        _pending.Remove(suspect.CaseId);
        Shown |= shown;
        TakenAlone += elapsed;
    }
}

/// <summary>A case that is to be run again alone on a fresh target, for one trial or several.</summary>
internal sealed class Retrial(FuzzCase @case)
{
    public FuzzCase Case { get; } = @case;

    public List<Trial> Trials { get; } = [];

    /// <summary>The outcome that the case gets if it is not run again after all; null when it has its outcome already.</summary>
    public CaseOutcome? Owed { get; set; }

    /// <summary>Whether running it still tells something.</summary>
    public bool IsWanted => Owed is not null || Trials.Exists(trial => !trial.Shown);
}
