using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The exit code of a run, as timeout(1) and env(1) have it.</summary>
internal static class RunExitCode
{
    /// <summary>Returns the exit code.</summary>
    /// <param name="record">What happened to the command.</param>
    /// <param name="signal">The signal of <c>--signal</c>. With SIGKILL a timeout makes the code 137.</param>
    /// <param name="preserveStatus">Whether a timeout keeps the command's own code.</param>
    public static int Of(RunRecord record, int signal = SignalName.Terminate, bool preserveStatus = false) =>
        record switch
        {
            { Rejected: { } rejected } => OfRejection(rejected, record.Signalled),
            { Lost: not null } or { Exit: null } => ExitCodes.NotRun,
            { Cause: ExitCause.Watchdog or ExitCause.TimeLimit } when !preserveStatus && !IsKill(record, signal) =>
                ExitCodes.TimedOut,
            // A command may end with 0 on SIGTERM. The caller who set the limit must not take that for success.
            { Cause: ExitCause.Limit, Exit: ProcessExit.Code { Value: 0 } } => ExitCodes.Of(new(signal)),
            { Exit: ProcessExit.Code code } => code.Value,
            { Exit: ProcessExit.Signal died } => ExitCodes.Of(new(died.Number)),
            _ => ExitCodes.NotRun,
        };

    private static bool IsKill(RunRecord record, int signal) =>
        signal == SignalName.Kill && record.Exit is ProcessExit.Signal { Number: SignalName.Kill };

    private static int OfRejection(CommandRejected rejected, int? signalled) =>
        rejected switch
        {
            { SpawnError: SpawnError.CommandNotFound or SpawnError.InterpreterMissing } => ExitCodes.NotFound,
            { SpawnError: SpawnError.NotExecutable or SpawnError.BadFormat or SpawnError.ArgumentListTooLong } =>
                ExitCodes.NotExecutable,
            { SpawnError: null, Reason: RejectReason.NotRunning } when signalled is { } signal => ExitCodes.Of(
                new(signal)
            ),
            _ => ExitCodes.NotRun,
        };
}
