using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>How a campaign has its target started.</summary>
internal static class TargetSpec
{
    /// <summary>
    /// An MCP server that waits for a request is silent by nature, so silence does not mean a hang. Here the timer of
    /// each call and the ping after it tell a hang, and the campaign ends the target itself. The watchdog therefore
    /// reports at most, and only what is silent for longer than any call may be.
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
