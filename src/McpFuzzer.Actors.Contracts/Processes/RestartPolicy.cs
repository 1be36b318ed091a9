namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>When a process is restarted, named as in <c>Restart=</c> of systemd.</summary>
public enum RestartMode
{
    /// <summary>None.</summary>
    Never,

    /// <summary>
    /// After every end except exit code 0: another code, a signal, an unknown exit, or an end by the watchdog, a time
    /// limit or a resource limit.
    /// </summary>
    OnFailure,

    /// <summary>After every end.</summary>
    Always,
}

/// <summary>
/// Whether and how soon an ended process is restarted, as its key's next incarnation. A process that a command or a
/// shutdown stopped is never restarted. The delay before the n-th restart in a row is <c>MinBackoff × 2ⁿ⁻¹</c>, at most
/// <c>MaxBackoff</c>, less a random part of up to <c>RandomFactor</c> of itself. A restart that fails counts, and is
/// tried again after the next delay.
/// </summary>
public sealed record RestartPolicy
{
    /// <summary>Never restarts.</summary>
    public static RestartPolicy Never { get; } = new();

    /// <summary>When the process is restarted.</summary>
    public RestartMode Mode { get; init; } = RestartMode.Never;

    /// <summary>The delay before the first restart, 1 ms to <see cref="MaxBackoff" />; 500 ms by default.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay, at most 1 h; 30 s by default.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The random part of a delay, 0 to 1; 0.2 by default.</summary>
    public double RandomFactor { get; init; } = 0.2;

    /// <summary>The seed of the jitter, for reproducible delays; null takes a random one.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// The limit of restarts within <see cref="Within" />, 1 to 1,000,000; 5 by default. After one more end, the
    /// process is <see cref="ProcessPhase.Failed" />.
    /// </summary>
    public int MaxRestarts { get; init; } = 5;

    /// <summary>The sliding window of <see cref="MaxRestarts" />, 1 ms to 365 d; 1 min by default.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a process must run to count as stable, 1 ms to 365 d; 30 s by default. After that, the delay starts at
    /// <see cref="MinBackoff" /> again, and earlier restarts are forgotten.
    /// </summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(30);
}
