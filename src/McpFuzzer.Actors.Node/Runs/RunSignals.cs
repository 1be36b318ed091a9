using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What the signals that were sent to us mean for the command and its restarts.</summary>
internal sealed class RunSignals(TimeProvider time)
{
    private readonly Insistence _insistence = new(time);
    private readonly Queue<ProcessSignal> _kept = new();
    private readonly HashSet<int> _received = [];

    /// <summary>The last signal that asks to end; null while there was none.</summary>
    public int? LastEnding { get; private set; }

    /// <summary>
    /// What the command is sent. Its group is an orphaned one, since its session is its own: there the kernel drops SIGTSTP where nobody handles it.
    /// </summary>
    public static ProcessSignal PassedOnAs(ProcessSignal signal) =>
        signal == ProcessSignal.TerminalStop ? ProcessSignal.Stop : signal;

    public Insisted Receive(ProcessSignal signal)
    {
        _received.Add(signal.Number);
        if (signal != ProcessSignal.Interrupt && signal != ProcessSignal.Terminate)
        {
            return Insisted.PassOn;
        }

        LastEnding = signal.Number;
        return _insistence.Again();
    }

    /// <summary>Keeps one for a command that is not there yet.</summary>
    public void Keep(ProcessSignal signal) => _kept.Enqueue(signal);

    /// <summary>Those that were kept, in their order.</summary>
    public IReadOnlyList<ProcessSignal> TakeKept()
    {
        ProcessSignal[] kept = [.. _kept];
        _kept.Clear();
        return kept;
    }

    /// <summary>Whether somebody wanted the command to end, by SIGINT or SIGTERM, or by another signal that it died of.</summary>
    public bool EndRestarts(ProcessExit? exit) =>
        LastEnding is not null || (exit is ProcessExit.Signal { Number: var died } && _received.Contains(died));
}
