using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>The exit code of a campaign, and whether it has results to report.</summary>
internal static class FuzzVerdict
{
    /// <summary>
    /// Returns the exit code. A campaign that sent no call tested nothing, so that its exit code is never 0.
    /// </summary>
    /// <param name="completed">The end of the campaign.</param>
    /// <param name="failOn">The lowest severity that makes the run fail; null when none does.</param>
    /// <param name="signalled">The exit code of the signal that ended it; null without a signal.</param>
    public static int ExitCode(CampaignCompleted completed, Severity? failOn, int? signalled) =>
        signalled
        ?? (
            completed.Failure is { IsWrongUsage: true } ? ExitCodes.Usage
            : IsWorthReporting(completed) && completed.Findings.Any(finding => finding.Severity >= failOn)
                ? ExitCodes.Findings
            : completed.Failure is not null || completed.Summary.Cases == 0 ? ExitCodes.TargetFailed
            : ExitCodes.Clean
        );

    /// <summary>
    /// Returns the exit code after the reports were written. A run without findings fails if a report is missing.
    /// </summary>
    /// <param name="exitCode">The exit code of the campaign.</param>
    /// <param name="areWritten">Whether all reports are written.</param>
    public static int WithReports(int exitCode, bool areWritten) =>
        areWritten || exitCode != ExitCodes.Clean ? exitCode : ExitCodes.Fault;

    /// <summary>
    /// Returns whether there is anything to report. The output folder is removed when the target never spoke.
    /// </summary>
    public static bool IsWorthReporting(CampaignCompleted completed) =>
        completed.Failure is null || completed.Summary.Cases > 0;
}
