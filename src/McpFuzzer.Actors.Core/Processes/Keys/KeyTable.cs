using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>The keys that are taken, each by one entry.</summary>
internal sealed class KeyTable
{
    // A change is known to be one, so its value need not be compared.
    public static readonly KeyTable Empty = new(
        ImmutableDictionary.Create<ProcessKey, KeyEntry>(keyComparer: null, ReferenceEqualityComparer.Instance)
    );

    private readonly ImmutableDictionary<ProcessKey, KeyEntry> _entries;

    private KeyTable(ImmutableDictionary<ProcessKey, KeyEntry> entries) => _entries = entries;

    public int Count => _entries.Count;

    /// <summary>In the order of their starts.</summary>
    public IEnumerable<RunEntry> Runs => _entries.Values.OfType<RunEntry>().OrderBy(run => run.Id.Number);

    public IEnumerable<BackOffEntry> BackOffs => _entries.Values.OfType<BackOffEntry>();

    /// <summary>In the order of their registrations.</summary>
    public IEnumerable<ExternalEntry> Externals =>
        _entries.Values.OfType<ExternalEntry>().OrderBy(external => external.Id.Number);

    public KeyEntry? Find(ProcessKey key) => _entries.GetValueOrDefault(key);

    public RunEntry? Run(ProcessKey key) => Find(key) as RunEntry;

    /// <summary>Returns the entry of a start, unless another start has taken its key.</summary>
    public RunEntry? Run(RunId id) => Find(id.Key) is RunEntry run && run.Id == id ? run : null;

    public BackOffEntry? BackOff(ProcessKey key) => Find(key) as BackOffEntry;

    public ExternalEntry? External(ProcessKey key) => Find(key) as ExternalEntry;

    public ExternalEntry? External(RunId id) => External(id.Key) is { } external && external.Id == id ? external : null;

    /// <summary>Returns the processes that a sender owns.</summary>
    public IEnumerable<KeyEntry> OwnedBy(SenderId owner) => _entries.Values.Where(entry => entry.Owner == owner);

    /// <summary>
    /// Returns the managed process that runs with this pid. A pid may be reused before the exit of its first owner is
    /// reported, so the last start counts.
    /// </summary>
    public RunEntry? RunningAs(int pid) => Runs.LastOrDefault(run => run.IsRunning && run.Started?.Pid == pid);

    /// <summary>Returns the external process that is bound to this identity.</summary>
    public ExternalEntry? BoundTo(ExternalIdentity identity) =>
        Externals.FirstOrDefault(external => external.Identity == identity);

    /// <summary>Takes the key of an entry, or replaces the entry of that key.</summary>
    public KeyTable Set(KeyEntry entry) => new(_entries.SetItem(entry.Key, entry));

    /// <summary>Frees a key.</summary>
    public KeyTable Remove(ProcessKey key) => new(_entries.Remove(key));
}
