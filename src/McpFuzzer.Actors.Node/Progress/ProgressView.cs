using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>What a screen shows of a campaign at one moment; each text is printable.</summary>
/// <param name="Stage">Starting, fuzzing or stopping.</param>
/// <param name="InStage">How long the stage has lasted.</param>
/// <param name="Sent">The cases that were sent and have their outcome.</param>
/// <param name="NotSent">The cases that will not be sent.</param>
/// <param name="Planned">How many cases there are at most; 0 until that is known.</param>
/// <param name="Share">How much of the campaign is done, from 0 to 1.</param>
/// <param name="Rate">Cases per second; null until there is time to measure it, and when none are sent.</param>
/// <param name="Left">How long cases will go on; null while that is unknown.</param>
/// <param name="Findings">The findings by severity, the worst first.</param>
/// <param name="Restarts">How often a target was started again.</param>
/// <param name="Doing">The activity with its time, or the tool that is called; null when neither is known.</param>
internal sealed record ProgressView(
    string Stage,
    TimeSpan InStage,
    int Sent,
    int NotSent,
    int Planned,
    double Share,
    double? Rate,
    TimeLeft? Left,
    IReadOnlyList<SeverityCount> Findings,
    int Restarts,
    string? Doing
)
{
    private static readonly TimeSpan ShortestSample = TimeSpan.FromSeconds(0.5);

    /// <summary>Returns what is shown.</summary>
    /// <param name="progress">How far the campaign is.</param>
    /// <param name="elapsed">The time since its start.</param>
    public static ProgressView Of(CampaignProgress progress, TimeSpan elapsed) =>
        new(
            progress.Stage,
            elapsed - progress.StageSince,
            progress.Sent,
            progress.NotSent,
            progress.Planned,
            ShareOf(progress, elapsed),
            RateOf(progress, elapsed),
            TimeLeft.Of(progress, elapsed),
            progress.Findings,
            progress.Restarts,
            DoingOf(progress, elapsed)
        );

    private static string? DoingOf(CampaignProgress progress, TimeSpan elapsed) =>
        progress switch
        {
            { Activity: { } activity } => activity.Text(elapsed),
            not { Stage: "fuzzing", IsSettled: false } => null,
            { Tool: { } tool } => $"calling {NameList.Shown(tool)}",
            _ => "planning the cases",
        };

    // The limit that is nearer ends the campaign. The number of planned cases may fall below those that are done.
    private static double ShareOf(CampaignProgress progress, TimeSpan elapsed)
    {
        var ofCases = progress.Planned == 0 ? 0 : (double)(progress.Sent + progress.NotSent) / progress.Planned;
        var ofDuration =
            progress is { Duration: { } duration, FuzzingSince: { } since } && duration > TimeSpan.Zero
                ? (elapsed - since) / duration
                : 0;
        return Math.Clamp(Math.Max(ofCases, ofDuration), 0, 1);
    }

    private static double? RateOf(CampaignProgress progress, TimeSpan elapsed) =>
        progress is { Stage: "fuzzing", IsSettled: false, FuzzingSince: { } since } && elapsed - since >= ShortestSample
            ? progress.Sent / (elapsed - since).TotalSeconds
            : null;
}
