using System.Collections.Immutable;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>How many cases were sent at the last few moments, about a second apart.</summary>
internal sealed record PaceHistory
{
    private const int Most = 6;
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private PaceHistory(ImmutableList<(TimeSpan At, int Sent)> moments) => Moments = moments;

    public static PaceHistory Empty { get; } = new([]);

    /// <summary>The moments, the oldest first.</summary>
    public ImmutableList<(TimeSpan At, int Sent)> Moments { get; }

    /// <summary>Whether there are enough moments to compare estimates.</summary>
    public bool IsLong => Moments.Count == Most;

    /// <summary>Returns the history with one more moment, unless that is too close to the last one.</summary>
    public PaceHistory With(TimeSpan at, int sent)
    {
        if (Moments is [.., var last] && at - last.At < Spacing)
        {
            return this;
        }

        var moments = Moments.Add((at, sent));
        return new PaceHistory(moments.Count > Most ? moments.RemoveAt(0) : moments);
    }
}
