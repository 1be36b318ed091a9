using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>One sending of one case.</summary>
internal sealed class Attempt(long id, FuzzCase @case, TimeSpan timeout, bool exclusive, Retrial? retrial)
{
    public long Id { get; } = id;

    public FuzzCase Case { get; } = @case;

    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Nothing else is sent while it is in flight.</summary>
    public bool Exclusive { get; } = exclusive;

    /// <summary>Set when the case is run again, to see whether it is to blame.</summary>
    public Retrial? Retrial { get; } = retrial;

    /// <summary>No other call has been in flight with it. Then what happens is its doing.</summary>
    public bool Alone { get; set; } = true;

    /// <summary>Categories that were seen while it was in flight alone.</summary>
    public HashSet<string> Shown { get; } = new(StringComparer.Ordinal);
}
