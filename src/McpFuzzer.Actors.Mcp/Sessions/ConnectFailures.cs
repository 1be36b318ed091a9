using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Says in one line why there is no session.</summary>
internal static class ConnectFailures
{
    public static ConnectResult.Failed Of(LaunchResult.NotStarted notStarted) =>
        new($"the target could not be started: {notStarted.Why}", null, OutputTail.Empty);

    public static ConnectResult.Failed Of(LaunchResult.NotAttached notAttached)
    {
        var exit = OwnExit(notAttached.Stopped);
        return new ConnectResult.Failed(
            exit is null
                ? $"the target's streams could not be taken: {notAttached.Why}"
                : $"the target ended before it was asked anything: {exit}",
            exit,
            StderrTail(notAttached.Stopped)
        );
    }

    /// <summary>Of a target that was started, and is stopped by now.</summary>
    /// <param name="outcome">What the handshake came to.</param>
    /// <param name="firstLine">The first that it wrote and that could not be used.</param>
    /// <param name="writeFault">Why it took no more input.</param>
    /// <param name="timeout">How long it was given in all.</param>
    /// <param name="stopped">How it was ended afterwards.</param>
    public static ConnectResult.Failed Of(
        HandshakeResult outcome,
        string? firstLine,
        Exception? writeFault,
        TimeSpan timeout,
        IStopReply stopped
    )
    {
        var exit = OwnExit(stopped);
        var message = outcome switch
        {
            HandshakeResult.Refused refused => refused.Why,
            _ when exit is not null => $"the target ended before it answered: {exit}",
            HandshakeResult.Gone { Written: false } when writeFault is not null =>
                $"the target takes no input: {writeFault.Message}",
            HandshakeResult.Gone => "the target closed its stdout without an answer",
            _ => $"the target did not answer within {timeout.TotalSeconds:0.###} s",
        };
        if (firstLine is not null && outcome is not HandshakeResult.Refused)
        {
            message += $"; what it wrote instead: {firstLine}";
        }

        return new ConnectResult.Failed(message + Leftover(stopped), exit, StderrTail(stopped));
    }

    private static ProcessExit? OwnExit(IStopReply stopped) =>
        stopped is ProcessStopped { Cause: ExitCause.Exited } ended ? ended.Exit : null;

    private static OutputTail StderrTail(IStopReply stopped) =>
        stopped is ProcessStopped ended ? ended.StderrTail : OutputTail.Empty;

    // Not proven gone is said, never hidden.
    private static string Leftover(IStopReply stopped) =>
        stopped switch
        {
            ProcessUnkillable left => $"; it could not be ended (pids {string.Join(", ", left.Pids)})",
            ProcessLost lost => $"; whether it is gone is not known ({lost.Detail})",
            _ => "",
        };
}
