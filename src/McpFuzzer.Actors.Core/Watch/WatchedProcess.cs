using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// One incarnation under watch. Times are those of one monotonic clock.
/// Its actor is checked at its deadline. The answer sets the next one, and decides which levels are reported.
/// </summary>
/// <param name="Limits">How long it may be silent.</param>
/// <param name="CountsFrom">Silence before this does not count: when watching began on request. Null counts the
/// whole silence.</param>
/// <param name="Reported">The highest reported level of the current silence.</param>
/// <param name="LastActivity">As of the last answer.</param>
/// <param name="Unanswered">Checks since the last answer.</param>
internal readonly record struct WatchedProcess(
    SilenceLimits Limits,
    TimeSpan? CountsFrom,
    UnresponsiveLevel? Reported = null,
    TimeSpan? LastActivity = null,
    int Unanswered = 0
)
{
    /// <summary>After this many checks without an answer the process's actor counts as failed.</summary>
    public const int MostUnanswered = 3;

    /// <summary>Its deadline has come: sends one more check, or gives up when the last ones have no answer.</summary>
    /// <returns>Null when it is given up.</returns>
    public WatchedProcess? Ask() => Unanswered >= MostUnanswered ? null : this with { Unanswered = Unanswered + 1 };

    /// <summary>Its actor has answered.</summary>
    /// <param name="lastActivity">When it was last active. A future time counts as now: no process has been active
    /// yet.</param>
    /// <param name="now">Now.</param>
    /// <param name="heartbeatInterval">The longest time between two checks.</param>
    public CheckResult Answer(TimeSpan lastActivity, TimeSpan now, TimeSpan heartbeatInterval)
    {
        var active = lastActivity > now ? now : lastActivity;
        var reported = active > LastActivity ? null : Reported;
        var silentSince = CountsFrom > active ? CountsFrom.Value : active;
        var idle = now - silentSince;

        // Most answers make nothing due, and cost no garbage.
        List<UnresponsiveLevel>? due = null;
        var verdict = WatchdogPolicy.Decide(idle, Limits, reported);
        while (verdict.Due is { } level)
        {
            due ??= [];
            due.Add(level);
            reported = level;
            verdict = WatchdogPolicy.Decide(idle, Limits, reported);
        }

        var untilLimit = verdict.Limit - idle;
        var next = now + (untilLimit < heartbeatInterval ? untilLimit : heartbeatInterval);
        return new CheckResult(
            this with
            {
                Reported = reported,
                LastActivity = active,
                Unanswered = 0,
            },
            due ?? (IReadOnlyList<UnresponsiveLevel>)[],
            idle,
            next
        );
    }

    /// <summary>Watching is taken up again after a pause, which does not count as silence.</summary>
    public WatchedProcess Resume(TimeSpan now) => this with { CountsFrom = now, Reported = null, Unanswered = 0 };

    /// <summary>The result of an answer.</summary>
    /// <param name="Next">The process from now on.</param>
    /// <param name="Due">The levels to report, gravest last.</param>
    /// <param name="Idle">How long it has been silent.</param>
    /// <param name="AskAt">When to ask again.</param>
    internal readonly record struct CheckResult(
        WatchedProcess Next,
        IReadOnlyList<UnresponsiveLevel> Due,
        TimeSpan Idle,
        TimeSpan AskAt
    );
}
