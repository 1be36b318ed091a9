using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Identifies one start of a key. A start that failed gives its incarnation back, so an incarnation alone could name
/// two starts. A number is never given twice.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Number">The number of the start, over all keys.</param>
internal sealed record RunId(ProcessKey Key, long Number)
{
    /// <summary>The number alone tells two starts apart.</summary>
    public bool Equals(RunId? other) => other is not null && Number == other.Number;

    public override int GetHashCode() => Number.GetHashCode();
}
