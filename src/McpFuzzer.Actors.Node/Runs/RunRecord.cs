using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What has happened to the last incarnation of the command so far.</summary>
internal sealed record RunRecord
{
    public ProcessStarted? Started { get; init; }

    public ProcessExited? Exited { get; init; }

    public ProcessStopped? Stopped { get; init; }

    public ProcessUnkillable? Unkillable { get; init; }

    public ProcessLost? Lost { get; init; }

    /// <summary>Why the command was never started.</summary>
    public CommandRejected? Rejected { get; init; }

    /// <summary>Why the command is not restarted any more.</summary>
    public ProcessFailed? GivenUp { get; init; }

    public int Restarts { get; init; }

    /// <summary>The signal that requested the end of mcpfuzzer; null where there was none.</summary>
    public int? Signalled { get; init; }

    public ProcessExit? Exit => Stopped?.Exit ?? Exited?.Exit;

    public ExitCause? Cause => Stopped?.Cause ?? Exited?.Cause;

    public LimitBreach? Breach => Stopped?.Breach ?? Exited?.Breach;

    /// <summary>Returns the record with one more event. A repeated event changes nothing.</summary>
    public RunRecord With(IProcessEvent what) =>
        what switch
        {
            ProcessStarted started when started.Incarnation == Started?.Incarnation => this,
            ProcessStarted started => new RunRecord
            {
                Started = started,
                Restarts = Started is null ? 0 : Restarts + 1,
            },
            ProcessExited exited => this with { Exited = exited },
            ProcessStopped stopped => this with { Stopped = stopped },
            ProcessUnkillable unkillable => this with { Unkillable = unkillable },
            ProcessLost lost => this with { Lost = lost },
            ProcessFailed failed => this with { GivenUp = failed },
            _ => this,
        };
}
