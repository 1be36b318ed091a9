using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Finds calls in flight that have become slow, each once. Used by one actor.</summary>
internal sealed class LateCalls(TimeSpan slowAfter, TimeProvider time)
{
    private readonly Dictionary<string, (FuzzCase Case, long Sent)> _waiting = new(StringComparer.Ordinal);

    public void Add(FuzzCase sent) => _waiting[sent.CaseId] = (sent, time.GetTimestamp());

    public void Remove(FuzzCase ended) => _waiting.Remove(ended.CaseId);

    /// <summary>Takes the calls that have become slow since the last call of this method.</summary>
    public IReadOnlyList<FuzzCase> Take()
    {
        FuzzCase[] late =
        [
            .. _waiting.Values.Where(call => time.GetElapsedTime(call.Sent) > slowAfter).Select(call => call.Case),
        ];
        foreach (var call in late)
        {
            _waiting.Remove(call.CaseId);
        }

        return late;
    }
}
