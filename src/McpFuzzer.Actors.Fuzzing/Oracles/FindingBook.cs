using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// The findings of one campaign, each once with a count. What it holds at the end does not depend on the order of recording: of several inputs that show a finding the
/// smallest is kept, and what was seen with it.
/// </summary>
internal sealed class FindingBook
{
    /// <summary>Different findings so far.</summary>
    public int Count => throw new NotSupportedException("lands next");

    /// <summary>All findings, the gravest first, then by id.</summary>
    public IReadOnlyList<Finding> Findings => throw new NotSupportedException("lands next");

    /// <summary>Whether this finding has been recorded before.</summary>
    public bool Contains(Suspicion suspicion) => throw new NotSupportedException($"lands next {suspicion}");

    /// <summary>Records what one call shows.</summary>
    /// <returns>The finding when it is new, otherwise null.</returns>
    public Finding? Record(Suspicion suspicion, FuzzCase shownBy) =>
        throw new NotSupportedException($"lands next {suspicion} {shownBy}");

    /// <summary>Records what no single call shows: the calls that were in flight together, in the order of sending; none when nothing was.</summary>
    /// <returns>The finding when it is new, otherwise null.</returns>
    public Finding? Record(Suspicion suspicion, IReadOnlyList<FuzzCase> sequence) =>
        throw new NotSupportedException($"lands next {suspicion} {sequence}");
}
