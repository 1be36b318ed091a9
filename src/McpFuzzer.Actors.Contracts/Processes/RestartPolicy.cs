namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Which ends of a process are followed by another start, as systemd's <c>Restart=</c> says them.</summary>
public enum RestartMode
{
    /// <summary>None.</summary>
    Never,

    /// <summary>Every end but exit code 0: another code, a signal, an unknown exit, and what the watchdog, a time limit or a resource limit ended.</summary>
    OnFailure,

    /// <summary>Every end.</summary>
    Always,
}

/// <summary>
/// Whether and how soon an ended process is started again, as its key's next incarnation. What somebody asked to end (a stop, a shutdown) is never restarted. The delay
/// before the n-th restart in a row is <c>MinBackoff × 2ⁿ⁻¹</c>, at most <c>MaxBackoff</c>, plus up to <c>RandomFactor</c> of itself. A restart that cannot be started counts, and
/// is tried again after the next delay.
/// </summary>
public sealed record RestartPolicy
{
    /// <summary>No restart.</summary>
    public static RestartPolicy Never { get; } = new();

    /// <summary>Which ends are followed by another start.</summary>
    public RestartMode Mode { get; init; } = RestartMode.Never;

    /// <summary>The delay before the first restart, more than zero and at most <see cref="MaxBackoff" />; 500 ms.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay before jitter, more than zero and at most 1 h; 30 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest jitter as a part of the delay, 0 to 1; 0.2.</summary>
    public double RandomFactor { get; init; } = 0.2;

    /// <summary>The seed of the jitter, for delays that can be repeated; null takes one at random.</summary>
    public int? Seed { get; init; }

    /// <summary>How many restarts there may be within <see cref="Within" />, 1 to 1,000,000; 5. One more, and the process is <see cref="ProcessPhase.Failed" />.</summary>
    public int MaxRestarts { get; init; } = 5;

    /// <summary>The sliding window of <see cref="MaxRestarts" />, more than zero and at most 365 d; 1 min.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A process that ran so long has proven itself: the delay begins at <see cref="MinBackoff" /> again, and earlier restarts are forgotten. More than zero and at most 365 d; 30 s.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(30);
}
