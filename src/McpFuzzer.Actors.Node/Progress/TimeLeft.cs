namespace McpFuzzer.Actors.Node.Progress;

/// <summary>
/// When a campaign is likely to end: when its cases run out at the rate so far, or its duration does, whichever comes
/// first.
/// </summary>
internal static class TimeLeft
{
    // The first cases include the start-up of the server, and say little about the rest.
    private static readonly TimeSpan ShortestSample = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestShown = TimeSpan.FromSeconds(1);
    private const int FewestCases = 10;

    /// <summary>
    /// Returns the time left; null while no estimate is sound, and when only isolation is left to do.
    /// </summary>
    public static TimeSpan? Of(CampaignProgress progress, TimeSpan elapsed)
    {
        if (progress.FuzzingSince is not { } since || progress.Stage != "fuzzing" || IsSent(progress))
        {
            return null;
        }

        var ran = elapsed - since;
        var ofDuration = progress.Duration - ran;
        var ofCases = OfCases(progress, ran, elapsed);
        var left = ofDuration < ofCases || ofCases is null ? ofDuration : ofCases;
        return left < ShortestShown ? null : left;
    }

    private static TimeSpan? OfCases(CampaignProgress progress, TimeSpan ran, TimeSpan elapsed)
    {
        if (ran < ShortestSample || progress.Completed < FewestCases)
        {
            return null;
        }

        // The last cases may wait for an isolation, whose end is unknown.
        var left = (progress.Planned - progress.Completed) * (ran / progress.Completed);
        return left < progress.Activity?.Since(elapsed) ? null : left;
    }

    private static bool IsSent(CampaignProgress progress) =>
        progress.Planned > 0 && progress.Completed >= progress.Planned;
}
