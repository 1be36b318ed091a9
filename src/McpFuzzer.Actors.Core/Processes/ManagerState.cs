using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>All processes of a node, as far as the manager's decisions depend on them.</summary>
internal sealed record ManagerState
{
    /// <summary>The ends of the past. A key that is in no table has its last end here.</summary>
    public required ExitHistory History { get; init; }

    /// <summary>What the sets of the host are made of.</summary>
    public required ContainmentLevel Containment { get; init; }

    /// <summary>The seed of jitter where a spec gives none.</summary>
    public required int Seed { get; init; }

    public KeyTable Keys { get; init; } = KeyTable.Empty;

    public Subscriptions Subscriptions { get; init; } = Subscriptions.None;

    public Consumers Consumers { get; init; } = Consumers.None;

    /// <summary>The stops of all processes that are under way.</summary>
    public ImmutableList<StopBatch> Batches { get; init; } = [];

    /// <summary>The shutdown; null before it begins.</summary>
    public StopBatch? Shutdown { get; init; }

    public ManagerCounts Counts { get; init; } = new();

    public long LastRun { get; init; }

    public long LastTimer { get; init; }

    public long LastMadeKey { get; init; }

    public long LastExternal { get; init; }

    public bool IsShuttingDown => Shutdown is not null;

    /// <summary>The status of listed processes that have no actor.</summary>
    public IEnumerable<ProcessSnapshot> AtRest =>
        History
            .Listed.Where(ended => Keys.Run(ended.Snapshot.Key) is null)
            .Select(ended => ended.Snapshot)
            .Concat(Keys.BackOffs.Select(backOff => backOff.Snapshot));

    public KeyStage StageOf(ProcessKey key) => Keys.Find(key)?.Stage ?? KeyStage.Ended;

    /// <summary>Returns the incarnation that a key is at; null when nothing is known of the key.</summary>
    public int? PresentOf(ProcessKey key) => Keys.Find(key)?.PresentIncarnation ?? History.LatestOf(key);

    /// <summary>Returns the incarnation of a key that ended last.</summary>
    public EndedProcess? LastOf(ProcessKey key) => Keys.BackOff(key)?.Last ?? History.Find(key);

    /// <summary>Returns the rejection of a command to a key that has no running process.</summary>
    public CommandRejected NotThere(ProcessKey key) =>
        PresentOf(key) is not null
            ? new CommandRejected(RejectReason.NotRunning, $"{key} is not running")
            : new CommandRejected(RejectReason.NotFound, $"no process has the key {key}");
}
