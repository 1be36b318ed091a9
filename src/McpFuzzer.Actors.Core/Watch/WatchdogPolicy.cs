using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// Decides about a silence. The levels of one silence are reported in order, each once. The caller repeats the call
/// until nothing more is due.
/// <code>
/// reported    │ silent beyond │ verdict    │ otherwise, look again when
/// ────────────┼───────────────┼────────────┼───────────────────────────
/// nothing     │ Warning       │ Warning    │ Warning is reached
/// Warning     │ Terminate     │ Terminate  │ Terminate is reached
/// Terminate   │ Kill          │ Kill       │ Kill is reached
/// Kill        │               │            │ never, but for a heartbeat
/// </code>
/// </summary>
internal static class WatchdogPolicy
{
    /// <summary>Assesses a silence.</summary>
    /// <param name="idle">The length of the silence.</param>
    /// <param name="limits">The process's limits.</param>
    /// <param name="reported">The highest reported level of this silence.</param>
    public static Verdict Decide(TimeSpan idle, SilenceLimits limits, UnresponsiveLevel? reported)
    {
        var (level, limit) = reported switch
        {
            null => (UnresponsiveLevel.Warning, limits.Warning),
            UnresponsiveLevel.Warning => (UnresponsiveLevel.Terminate, limits.Terminate),
            UnresponsiveLevel.Terminate => (UnresponsiveLevel.Kill, limits.Kill),
            _ => ((UnresponsiveLevel?)null, TimeSpan.MaxValue),
        };
        return level is not null && idle > limit ? new Verdict(level, limit) : new Verdict(null, limit);
    }

    /// <summary>The result of <see cref="Decide" />.</summary>
    /// <param name="Due">The level that is due now; null when there is none.</param>
    /// <param name="Limit">The silence that was measured against; where nothing is due, the one to look again
    /// at.</param>
    internal readonly record struct Verdict(UnresponsiveLevel? Due, TimeSpan Limit);
}
