using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Describes in one line why a session could not be opened.</summary>
internal static class ConnectFailures
{
    private const int ShownStderrBytes = 300;

    public static ConnectResult.Failed Of(LaunchResult.NotStarted notStarted) =>
        new($"the target could not be started: {notStarted.Why}", null, OutputTail.Empty);

    public static ConnectResult.Failed Of(LaunchResult.NotAttached notAttached)
    {
        var exit = OwnExit(notAttached.Stopped);
        return new ConnectResult.Failed(
            exit is null
                ? $"the target's streams could not be attached: {notAttached.Why}"
                : $"the target exited before the first request: {exit}",
            exit,
            StderrTail(notAttached.Stopped)
        );
    }

    /// <summary>The failure of a target that was started, and is stopped now.</summary>
    /// <param name="failure">The failure of the handshake.</param>
    /// <param name="firstLine">The first unusable line that it wrote.</param>
    /// <param name="writeFault">Why it accepted no more input.</param>
    /// <param name="timeout">The time that it had.</param>
    /// <param name="stopped">How it was stopped.</param>
    public static ConnectResult.Failed Of(
        HandshakeFailure failure,
        string? firstLine,
        Exception? writeFault,
        TimeSpan timeout,
        IStopReply stopped
    )
    {
        var exit = OwnExit(stopped);
        var message = failure switch
        {
            HandshakeFailure.Rejected rejected => rejected.Why,
            _ when exit is not null => $"the target exited before it answered: {exit}",
            HandshakeFailure.Gone { Written: false } when writeFault is not null =>
                $"the target accepts no input: {writeFault.Message}",
            HandshakeFailure.Gone => "the target closed its stdout without answering",
            HandshakeFailure.TimedOut timedOut =>
                $"no answer to {timedOut.WaitedFor} within {Durations.Show(timeout)}; "
                    + "a longer --start-timeout may help",
            _ => throw new UnreachableException(),
        };
        if (firstLine is not null && failure is not HandshakeFailure.Rejected)
        {
            message += $"; it wrote instead: {firstLine}";
        }

        return new ConnectResult.Failed(message + Leftover(stopped), exit, StderrTail(stopped));
    }

    /// <summary>The failure of a target that was started more than once.</summary>
    public static ConnectResult.Failed After(ConnectResult.Failed first, ConnectResult.Failed last)
    {
        var isSame =
            first.Message == last.Message && first.StderrTail.Bytes.Span.SequenceEqual(last.StderrTail.Bytes.Span);
        if (isSame)
        {
            return last;
        }

        var tail = first.StderrTail.Bytes;
        var shown = tail.Length > ShownStderrBytes ? tail[^ShownStderrBytes..] : tail;
        var stderr = shown.IsEmpty ? "" : $" (stderr: {Printable.FromBytes(shown.Span.TrimEnd("\r\n"u8))})";
        return last with { Message = $"{last.Message}; the first attempt failed with: {first.Message}{stderr}" };
    }

    private static ProcessExit? OwnExit(IStopReply stopped) =>
        stopped is ProcessStopped { Cause: ExitCause.Exited } ended ? ended.Exit : null;

    private static OutputTail StderrTail(IStopReply stopped) =>
        stopped is ProcessStopped ended ? ended.StderrTail : OutputTail.Empty;

    // A target that may be left is reported, never hidden.
    private static string Leftover(IStopReply stopped) =>
        stopped switch
        {
            ProcessUnkillable left => $"; it could not be killed (pids {string.Join(", ", left.Pids)})",
            ProcessLost lost => $"; it may still be running ({lost.Detail})",
            _ => "",
        };
}
