using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What the manager has counted since the node's start.</summary>
internal sealed record ManagerCounts
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

    public long Started { get; init; }

    public long SpawnFailures { get; init; }

    public long Restarts { get; init; }

    public long Stopped { get; init; }

    public long Escalations { get; init; }

    public long SurvivorsKilled { get; init; }

    public long Lost { get; init; }

    public ManagerCounts Add(ProcessStopped stopped) =>
        this with
        {
            Stopped = Stopped + 1,
            Escalations = Escalations + (stopped.Escalated ? 1 : 0),
            SurvivorsKilled = SurvivorsKilled + stopped.SurvivorsKilled,
        };

    /// <summary>Returns the stats without the watchdog's, which the watchdog puts in.</summary>
    public ManagerStats Partial(IEnumerable<ProcessPhase> phases) =>
        new()
        {
            ByPhase = phases.CountBy(phase => phase).ToDictionary(),
            Started = Started,
            SpawnFailures = SpawnFailures,
            Restarts = Restarts,
            Stopped = Stopped,
            Escalations = Escalations,
            SurvivorsKilled = SurvivorsKilled,
            Lost = Lost,
            Watchdog = NotYetKnown,
        };
}
