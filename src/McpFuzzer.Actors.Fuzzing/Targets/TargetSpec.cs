using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>Prepares the spec of a campaign's target.</summary>
internal static class TargetSpec
{
    /// <summary>
    /// An MCP server that waits for a request is silent, so silence does not mean a hang. The timeout of each call and
    /// the ping after it detect a hang, and the campaign stops the target itself. The watchdog therefore only reports,
    /// and only a silence longer than any call may take.
    /// </summary>
    public static ProcessSpec Of(ProcessSpec given) =>
        given with
        {
            Stdin = StdioMode.Piped,
            Stdout = StdioMode.Piped,
            Stderr = StdioMode.CapturedTail,
            AutoKill = false,
            Timeout = TimeSpan.FromHours(24),
        };
}
