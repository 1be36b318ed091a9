using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>What the manager has counted since the node's start.</summary>
internal sealed class ManagerCounts
{
    private static readonly WatchdogStats NotYetKnown = new()
    {
        Watching = false,
        RegisteredCount = 0,
        Running = 0,
        Suspect = 0,
        Terminated = 0,
        Killed = 0,
    };

    private long _stopped;
    private long _escalations;
    private long _survivorsKilled;

    public long Started { get; set; }

    public long SpawnFailures { get; set; }

    public long Restarts { get; set; }

    public long Lost { get; set; }

    public void Add(ProcessStopped stopped)
    {
        _stopped++;
        _escalations += stopped.Escalated ? 1 : 0;
        _survivorsKilled += stopped.SurvivorsKilled;
    }

    /// <summary>The watchdog puts its own counts in.</summary>
    public ManagerStats Partial(IEnumerable<ProcessPhase> phases) =>
        new()
        {
            ByPhase = phases.CountBy(phase => phase).ToDictionary(),
            Started = Started,
            SpawnFailures = SpawnFailures,
            Restarts = Restarts,
            Stopped = _stopped,
            Escalations = _escalations,
            SurvivorsKilled = _survivorsKilled,
            Lost = Lost,
            Watchdog = NotYetKnown,
        };
}
