using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>What a screen shows of a campaign at one moment; each text is printable.</summary>
/// <param name="Stage">Starting, fuzzing or stopping.</param>
/// <param name="Elapsed">How long the campaign has run.</param>
/// <param name="Completed">The cases that have an outcome.</param>
/// <param name="Planned">How many cases there are at most; 0 until that is known.</param>
/// <param name="Share">How much of the campaign is done, from 0 to 1.</param>
/// <param name="Rate">Cases per second; null until there is time to measure it.</param>
/// <param name="Left">How long the campaign is likely to go on; null while that is unknown.</param>
/// <param name="Findings">The findings by severity, the worst first.</param>
/// <param name="Restarts">How often a target was started again.</param>
/// <param name="Doing">The activity with its time, or the tool that was called last; null when neither is
/// known.</param>
internal sealed record ProgressView(
    string Stage,
    TimeSpan Elapsed,
    int Completed,
    int Planned,
    double Share,
    double? Rate,
    TimeSpan? Left,
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
            elapsed,
            progress.Completed,
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
            { Tool: { } tool } => $"calling {NameList.Shown(tool)}",
            { Stage: "fuzzing" } => "planning the cases",
            _ => null,
        };

    // The limit that is nearer ends the campaign. The number of planned cases may fall below those that are done.
    private static double ShareOf(CampaignProgress progress, TimeSpan elapsed)
    {
        var ofCases = progress.Planned == 0 ? 0 : (double)progress.Completed / progress.Planned;
        var ofDuration =
            progress is { Duration: { } duration, FuzzingSince: { } since } && duration > TimeSpan.Zero
                ? (elapsed - since) / duration
                : 0;
        return Math.Clamp(Math.Max(ofCases, ofDuration), 0, 1);
    }

    private static double? RateOf(CampaignProgress progress, TimeSpan elapsed) =>
        progress.FuzzingSince is { } since && elapsed - since >= ShortestSample
            ? progress.Completed / (elapsed - since).TotalSeconds
            : null;
}
