using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// The keys that are taken, each by one entry. Processes are also found by their pid, without a look at every entry.
/// Its tables have classes as keys: the code of a table over numbers would be compiled for them alone.
/// </summary>
internal sealed record KeyTable
{
    public static readonly KeyTable Empty = new();

    private ImmutableDictionary<ProcessKey, KeyEntry> Entries { get; init; } =
        ImmutableDictionary<ProcessKey, KeyEntry>.Empty;

    private ImmutableDictionary<Pid, ProcessKey> Pids { get; init; } = ImmutableDictionary<Pid, ProcessKey>.Empty;

    private ImmutableDictionary<ExternalIdentity, ProcessKey> Identities { get; init; } =
        ImmutableDictionary<ExternalIdentity, ProcessKey>.Empty;

    public int Count => Entries.Count;

    /// <summary>In the order of their starts.</summary>
    public IEnumerable<RunEntry> Runs => Entries.Values.OfType<RunEntry>().OrderBy(run => run.Id.Number);

    public IEnumerable<BackOffEntry> BackOffs => Entries.Values.OfType<BackOffEntry>();

    /// <summary>In the order of their registrations.</summary>
    public IEnumerable<ExternalEntry> Externals =>
        Entries.Values.OfType<ExternalEntry>().OrderBy(external => external.Id.Number);

    public KeyEntry? Find(ProcessKey key) => Entries.GetValueOrDefault(key);

    public RunEntry? Run(ProcessKey key) => Find(key) as RunEntry;

    /// <summary>Returns the entry of a start, unless another start has taken its key.</summary>
    public RunEntry? Run(RunId id) => Find(id.Key) is RunEntry run && run.Id == id ? run : null;

    public BackOffEntry? BackOff(ProcessKey key) => Find(key) as BackOffEntry;

    public ExternalEntry? External(ProcessKey key) => Find(key) as ExternalEntry;

    public ExternalEntry? External(RunId id) => External(id.Key) is { } external && external.Id == id ? external : null;

    /// <summary>Returns the processes that a sender owns.</summary>
    public IEnumerable<KeyEntry> OwnedBy(SenderId owner) => Entries.Values.Where(entry => entry.Owner == owner);

    /// <summary>Returns the managed process that runs with this pid.</summary>
    public RunEntry? RunningAs(int pid) => Pids.TryGetValue(new Pid(pid), out var key) ? Run(key) : null;

    /// <summary>Returns the external process that is bound to this identity.</summary>
    public ExternalEntry? BoundTo(ExternalIdentity identity) =>
        Identities.TryGetValue(identity, out var key) ? External(key) : null;

    /// <summary>Takes the key of an entry, or replaces the entry of that key.</summary>
    public KeyTable Set(KeyEntry entry) =>
        Index(Find(entry.Key), entry) with
        {
            Entries = Entries.SetItem(entry.Key, entry),
        };

    /// <summary>Frees a key.</summary>
    public KeyTable Remove(ProcessKey key) => Index(Find(key), null) with { Entries = Entries.Remove(key) };

    private KeyTable Index(KeyEntry? before, KeyEntry? after)
    {
        var table = this;
        var (pid, newPid) = (PidOf(before), PidOf(after));
        if (pid != newPid)
        {
            // A pid may have been reused before the exit of its first owner was reported.
            var kept = pid is { } old && Pids.GetValueOrDefault(old) == before!.Key ? Pids.Remove(old) : Pids;
            table = table with { Pids = newPid is { } taken ? kept.SetItem(taken, after!.Key) : kept };
        }

        var (identity, newIdentity) = ((before as ExternalEntry)?.Identity, (after as ExternalEntry)?.Identity);
        if (identity != newIdentity)
        {
            var kept = identity is { } old ? Identities.Remove(old) : Identities;
            table = table with { Identities = newIdentity is { } taken ? kept.SetItem(taken, after!.Key) : kept };
        }

        return table;
    }

    private static Pid? PidOf(KeyEntry? entry) =>
        entry is RunEntry { IsRunning: true, Started: { } started } ? new Pid(started.Pid) : null;

    private sealed record Pid(int Number);
}
