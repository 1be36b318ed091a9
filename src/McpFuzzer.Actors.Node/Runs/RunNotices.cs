using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The lines on stderr when an incarnation has ended: one for each thing that mcpfuzzer did to it.</summary>
internal static class RunNotices
{
    public static IEnumerable<string> Of(RunRecord record, ProcessSpec spec, int signal = SignalName.Terminate)
    {
        if (record.Rejected is { } rejected)
        {
            yield return rejected.Message;
        }

        if (Ended(record, spec, signal) is { } ended)
        {
            yield return ended;
        }

        if (record.Stopped is { SurvivorsKilled: > 0 and var killed })
        {
            yield return $"killed {Processes(killed)} that the command left behind";
        }

        if (record.Unkillable is { Pids: var pids })
        {
            yield return $"{Processes(pids.Count)} outlived SIGKILL: {string.Join(", ", pids)}";
        }

        if (record.Lost is { } lost)
        {
            yield return $"lost the command: {lost.Detail}";
        }

        if (record.Exit is ProcessExit.Unknown unknown)
        {
            yield return $"how the command ended is not known: {unknown.Why}";
        }
    }

    /// <summary>Returns the line about the third signal in a row, or about a later one, which kills.</summary>
    public static string OfStop(bool force, int signal) =>
        force ? "once more: SIGKILL"
        : signal == SignalName.Kill ? "the third signal: SIGKILL"
        : $"the third signal: {SignalName.Of(signal)}, and SIGKILL after the grace";

    private static string? Ended(RunRecord record, ProcessSpec spec, int signal)
    {
        var why = record.Cause switch
        {
            ExitCause.Watchdog when spec.Timeout is { } idle => $"no output for {Durations.Show(idle)}",
            ExitCause.TimeLimit when spec.MaxTime is { } most => $"ran longer than {Durations.Show(most)}",
            ExitCause.Limit when record.Breach is { } breach => breach.ToString(),
            ExitCause.Limit => "a limit was reached",
            _ => null,
        };
        var by = record switch
        {
            { Exit: not ProcessExit.Signal { Number: SignalName.Kill } } => SignalName.Of(signal),
            { Stopped.Escalated: true } when signal != SignalName.Kill => $"{SignalName.Of(signal)}, then SIGKILL",
            // The kernel sent it, for a limit that the kernel enforces.
            _ => "SIGKILL",
        };
        return why is null ? null : $"{why}: ended by {by}";
    }

    private static string Processes(int count) => count == 1 ? "1 process" : $"{count} processes";
}
