using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>Decides what the signals that mcpfuzzer receives mean for the command and its restarts.</summary>
internal sealed class RunSignals(TimeProvider time)
{
    private readonly EndRequests _endRequests = new(time);
    private readonly Queue<ProcessSignal> _kept = new();
    private readonly HashSet<int> _received = [];

    /// <summary>The last SIGINT or SIGTERM; null while there was none.</summary>
    public int? LastEnding { get; private set; }

    /// <summary>
    /// Returns the signal that the command is sent. Its group is orphaned, since its session is its own. The kernel
    /// drops SIGTSTP for such a group where the command does not handle it.
    /// </summary>
    public static ProcessSignal PassedOnAs(ProcessSignal signal) =>
        signal == ProcessSignal.TerminalStop ? ProcessSignal.Stop : signal;

    public EndStep Receive(ProcessSignal signal)
    {
        _received.Add(signal.Number);
        if (signal != ProcessSignal.Interrupt && signal != ProcessSignal.Terminate)
        {
            return EndStep.PassOn;
        }

        LastEnding = signal.Number;
        return _endRequests.Add();
    }

    /// <summary>Keeps a signal for a command that has not started yet.</summary>
    public void Keep(ProcessSignal signal) => _kept.Enqueue(signal);

    /// <summary>Returns the kept signals in their order, and forgets them.</summary>
    public IReadOnlyList<ProcessSignal> TakeKept()
    {
        ProcessSignal[] kept = [.. _kept];
        _kept.Clear();
        return kept;
    }

    /// <summary>
    /// Returns whether the user ended the command: by SIGINT or SIGTERM, or by another signal that it died of.
    /// </summary>
    public bool EndRestarts(ProcessExit? exit) =>
        LastEnding is not null || (exit is ProcessExit.Signal { Number: var died } && _received.Contains(died));
}
