using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// Finds the calls in flight whose replies would be slow by now, each once. Used by one actor. A reply that is only a
/// little late is waited for: it says more than its absence.
/// </summary>
internal sealed class LateCalls(TimeSpan slowAfter, TimeProvider time)
{
    private readonly TimeSpan _after = slowAfter * 1.25;
    private readonly Dictionary<string, (FuzzCase Case, long Sent)> _waiting = new(StringComparer.Ordinal);

    public void Add(FuzzCase sent) => _waiting[sent.CaseId] = (sent, time.GetTimestamp());

    public void Remove(FuzzCase ended) => _waiting.Remove(ended.CaseId);

    /// <summary>Those that have become slow since this was asked last.</summary>
    public IReadOnlyList<FuzzCase> Take()
    {
        FuzzCase[] late =
        [
            .. _waiting.Values.Where(call => time.GetElapsedTime(call.Sent) > _after).Select(call => call.Case),
        ];
        foreach (var call in late)
        {
            _waiting.Remove(call.CaseId);
        }

        return late;
    }
}
