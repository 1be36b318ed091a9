namespace McpFuzzer.Actors.Node.Progress;

/// <summary>How long a campaign will go on sending cases.</summary>
/// <param name="Time">The time.</param>
/// <param name="IsLimit">Whether that is the end of <c>--duration</c>, not an estimate from the cases.</param>
internal sealed record TimeLeft(TimeSpan Time, bool IsLimit)
{
    private const int FewestCases = 10;
    private static readonly TimeSpan ShortestShown = TimeSpan.FromSeconds(1);

    // Estimates agree with each other when they differ by this part of the time left, or by the shortest time shown.
    private const double Agreement = 0.25;

    /// <summary>
    /// Returns the time until the cases run out at the rate so far, or until the duration is over, whichever comes
    /// first; null when neither is known, and when all cases are sent, since the end of an isolation is unknown.
    /// </summary>
    public static TimeLeft? Of(CampaignProgress progress, TimeSpan elapsed)
    {
        if (progress.FuzzingSince is not { } since || progress.Stage != "fuzzing" || progress.IsSettled)
        {
            return null;
        }

        var ofDuration = progress.Duration - (elapsed - since);
        var ofCases = OfCases(progress, since, elapsed);
        TimeLeft? left =
            ofCases is { } cases && !(ofDuration < cases) ? new TimeLeft(cases, IsLimit: false)
            : ofDuration is { } duration ? new TimeLeft(duration, IsLimit: true)
            : null;
        return left?.Time < ShortestShown ? null : left;
    }

    public override string ToString() => $"{(IsLimit ? "at most" : "about")} {WholeSeconds.Show(Time)} left";

    // Cases may wait for an isolation. After a pause the rate so far says little, so that the estimate drifts.
    private static TimeSpan? OfCases(CampaignProgress progress, TimeSpan since, TimeSpan elapsed)
    {
        if (progress.Sent < FewestCases || progress.Activity is not null || !progress.Pace.IsLong)
        {
            return null;
        }

        var end = EndAt(elapsed, progress.Sent);
        var left = end - elapsed;
        var tolerance = TimeSpan.FromTicks(Math.Max((left * Agreement).Ticks, ShortestShown.Ticks));
        return progress.Pace.Moments.TrueForAll(moment =>
            moment.Sent > 0 && (EndAt(moment.At, moment.Sent) - end).Duration() <= tolerance
        )
            ? left
            : null;

        TimeSpan EndAt(TimeSpan at, int sent) =>
            at + ((progress.Planned - progress.NotSent - sent) * ((at - since) / sent));
    }
}
