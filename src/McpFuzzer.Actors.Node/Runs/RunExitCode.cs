using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What a run exits with, as timeout(1) and env(1) do it.</summary>
internal static class RunExitCode
{
    public static int Of(RunRecord record) =>
        record switch
        {
            { Refused: { } refused } => OfRefusal(refused, record.Signalled),
            { Lost: not null } or { Exit: null } => ExitCodes.NotRun,
            { Cause: ExitCause.Watchdog or ExitCause.TimeLimit } => ExitCodes.TimedOut,
            // It may well end politely when it is asked to; but whoever set the limit must not take that for success.
            { Cause: ExitCause.Limit, Exit: ProcessExit.Code { Value: 0 } } => ExitCodes.Signalled
                + SignalNumbers.Terminate,
            { Exit: ProcessExit.Code code } => code.Value,
            { Exit: ProcessExit.Signal signal } => ExitCodes.Signalled + signal.Number,
            _ => ExitCodes.NotRun,
        };

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
