using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// An ordinary call of each tool, from the cases as they are planned: triage tries with them whether other tools show
/// a fault as well. Used by one actor.
/// </summary>
internal sealed class CallSamples
{
    /// <summary>Calls of so many tools are enough, and no more than a server can be sent at once.</summary>
    private const int Most = 32;

    private readonly Dictionary<string, FuzzCase> _calls = new(StringComparer.Ordinal);

    /// <summary>The calls, in the order in which their tools were first planned.</summary>
    public IReadOnlyList<FuzzCase> Calls => [.. _calls.Values];

    /// <summary>Takes what it has not got; false when that is nothing.</summary>
    public bool Add(IReadOnlyList<FuzzCase> planned)
    {
        var before = _calls.Count;
        foreach (var call in planned)
        {
            if (call.Violation is null && _calls.Count < Most)
            {
                _calls.TryAdd(call.Tool, call);
            }
        }

        return _calls.Count > before;
    }
}
