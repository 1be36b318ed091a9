using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What a run exits with, as timeout(1) and env(1) do it.</summary>
internal static class RunExitCode
{
    /// <summary>The code.</summary>
    /// <param name="record">What came of it.</param>
    /// <param name="signal">What it was to be ended with; by SIGKILL a timeout makes it 137.</param>
    /// <param name="preserveStatus">Whether a timeout leaves the command's own code.</param>
    public static int Of(RunRecord record, int signal = SignalName.Terminate, bool preserveStatus = false) =>
        record switch
        {
            { Refused: { } refused } => OfRefusal(refused, record.Signalled),
            { Lost: not null } or { Exit: null } => ExitCodes.NotRun,
            { Cause: ExitCause.Watchdog or ExitCause.TimeLimit } when !preserveStatus && !IsKill(record, signal) =>
                ExitCodes.TimedOut,
            // It may well end politely when it is asked to; but whoever set the limit must not take that for success.
            { Cause: ExitCause.Limit, Exit: ProcessExit.Code { Value: 0 } } => ExitCodes.Signalled + signal,
            { Exit: ProcessExit.Code code } => code.Value,
            { Exit: ProcessExit.Signal died } => ExitCodes.Signalled + died.Number,
            _ => ExitCodes.NotRun,
        };

    private static bool IsKill(RunRecord record, int signal) =>
        signal == SignalName.Kill && record.Exit is ProcessExit.Signal { Number: SignalName.Kill };

    private static int OfRefusal(CommandRejected refused, int? signalled) =>
        refused switch
        {
            { SpawnError: SpawnError.CommandNotFound or SpawnError.InterpreterMissing } => ExitCodes.NotFound,
            { SpawnError: SpawnError.NotExecutable or SpawnError.BadFormat or SpawnError.ArgumentListTooLong } =>
                ExitCodes.NotExecutable,
            { SpawnError: null, Reason: RejectReason.NotRunning } when signalled is { } signal => ExitCodes.Signalled
                + signal,
            _ => ExitCodes.NotRun,
        };
}
