using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The planned cases and their outcomes: each case gets exactly one, and none is lost.</summary>
internal sealed class CaseLedger
{
    private readonly Queue<FuzzCase> _planned = new();
    private readonly Stack<FuzzCase> _returned = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CaseOutcome, int> _outcomes = [];

    public int Planned { get; private set; }

    public int Completed => Planned - _open.Count;

    /// <summary>Cases by outcome; an outcome without any is left out.</summary>
    public IReadOnlyDictionary<CaseOutcome, int> Outcomes => _outcomes;

    /// <summary>Tools that have a case with an outcome other than <see cref="CaseOutcome.NotSent" />.</summary>
    public IReadOnlySet<string> CalledTools => _called;

    /// <summary>Adds the plan, in the order of sending.</summary>
    public void Plan(IReadOnlyList<FuzzCase> plan)
    {
        foreach (var planned in plan)
        {
            if (!_open.Add(planned.CaseId))
            {
                throw new ArgumentException($"two cases are called {planned.CaseId}", nameof(plan));
            }

            _planned.Enqueue(planned);
        }

        Planned += plan.Count;
    }

    /// <summary>The next case to send, which stays where it is; null when there is none. Those of a tool that was given up are passed over.</summary>
    public FuzzCase? Peek()
    {
        if (_returned.Count > 0)
        {
            return _returned.Peek();
        }

        while (_planned.TryPeek(out var next) && !_open.Contains(next.CaseId))
        {
            _planned.Dequeue();
        }

        return _planned.TryPeek(out var planned) ? planned : null;
    }

    /// <summary>Takes what <see cref="Peek" /> shows.</summary>
    public void Take()
    {
        if (!_returned.TryPop(out _))
        {
            _planned.Dequeue();
        }
    }

    /// <summary>Puts back a case that never left, to be sent next.</summary>
    /// <returns>False when its tool has been given up since: then it has to be completed.</returns>
    public bool TryReturn(FuzzCase unsent)
    {
        if (_givenUp.Contains(unsent.Tool))
        {
            return false;
        }

        _returned.Push(unsent);
        return true;
    }

    public bool IsGivenUp(string tool) => _givenUp.Contains(tool);

    /// <summary>Books the outcome. A case that has one already is a bug of ours.</summary>
    public void Complete(FuzzCase completed, CaseOutcome outcome)
    {
        if (!_open.Remove(completed.CaseId))
        {
            throw new InvalidOperationException($"{completed.CaseId} has an outcome already");
        }

        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        if (outcome is not CaseOutcome.NotSent)
        {
            _called.Add(completed.Tool);
        }
    }

    /// <summary>Sends nothing more of this tool. Returns the cases that were not sent yet and still need their outcome.</summary>
    public IReadOnlyList<FuzzCase> GiveUp(string tool)
    {
        _givenUp.Add(tool);
        return Withdraw(unsent => unsent.Tool == tool);
    }

    /// <summary>Sends nothing more. Returns the cases that were not sent yet and still need their outcome.</summary>
    public IReadOnlyList<FuzzCase> WithdrawAll() => Withdraw(_ => true);

    private List<FuzzCase> Withdraw(Func<FuzzCase, bool> chosen)
    {
        var unsent = _returned.Concat(_planned.Where(planned => _open.Contains(planned.CaseId))).ToList();
        _returned.Clear();
        _planned.Clear();
        foreach (var kept in unsent.Where(planned => !chosen(planned)))
        {
            _planned.Enqueue(kept);
        }

        return [.. unsent.Where(chosen)];
    }
}
