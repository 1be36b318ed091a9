using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>What a campaign's end means to the caller.</summary>
internal static class FuzzVerdict
{
    /// <summary>The exit code. A campaign that sent no call tested nothing, and is never clean.</summary>
    /// <param name="completed">The end.</param>
    /// <param name="failOn">The least severity that counts; null is none.</param>
    /// <param name="signalled">The code of the signal that ended it; null without one.</param>
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
    /// Returns the exit code after the reports were written: a clean run whose report is missing is not clean.
    /// </summary>
    /// <param name="exitCode">The campaign's.</param>
    /// <param name="areWritten">Whether all reports are there.</param>
    public static int WithReports(int exitCode, bool areWritten) =>
        areWritten || exitCode != ExitCodes.Clean ? exitCode : ExitCodes.Fault;

    /// <summary>Whether there is anything to report: a target that never spoke leaves no folder behind.</summary>
    public static bool IsWorthReporting(CampaignCompleted completed) =>
        completed.Failure is null || completed.Summary.Cases > 0;
}
