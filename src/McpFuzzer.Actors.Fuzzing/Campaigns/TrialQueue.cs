using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What one server has to run again alone. A case that is suspected of several things is run again once.</summary>
internal sealed class TrialQueue
{
    private readonly List<Retrial> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Whether a trial of this category is under way, which further signs of it would only repeat.</summary>
    public bool IsTrying(string category) =>
        _waiting.Exists(retrial =>
            retrial.Trials.Exists(trial => !trial.Shown && trial.Suspicion.Category == category)
        );

    /// <summary>Opens a trial.</summary>
    /// <param name="suspicion">What happened, blamed on no tool.</param>
    /// <param name="suspects">Each is run alone on a fresh target, in this order, until one shows it.</param>
    /// <param name="sequence">The same calls in the order of sending.</param>
    public void Open(Suspicion suspicion, IReadOnlyList<FuzzCase> suspects, IReadOnlyList<FuzzCase> sequence)
    {
        var trial = new Trial(suspicion, suspects, sequence);
        foreach (var suspect in suspects)
        {
            var retrial = _waiting.Find(waiting => waiting.Case.CaseId == suspect.CaseId);
            if (retrial is null)
            {
                retrial = new Retrial(suspect);
                _waiting.Add(retrial);
            }

            retrial.Trials.Add(trial);
        }
    }

    /// <summary>These have no outcome yet. It is the one that their next run brings, or this, should they not be run again after all.</summary>
    public void Owe(IReadOnlyList<FuzzCase> cases, CaseOutcome? outcome)
    {
        foreach (var retrial in _waiting.Where(waiting => cases.Contains(waiting.Case)))
        {
            retrial.Owed ??= outcome;
        }
    }

    public Retrial? Peek() => _waiting.Count > 0 ? _waiting[0] : null;

    public Retrial Take()
    {
        var next = _waiting[0];
        _waiting.RemoveAt(0);
        return next;
    }

    /// <summary>Puts back one whose call never left.</summary>
    public void Return(Retrial unsent) => _waiting.Insert(0, unsent);

    public IReadOnlyList<Retrial> TakeAll()
    {
        var all = _waiting.ToList();
        _waiting.Clear();
        return all;
    }
}
