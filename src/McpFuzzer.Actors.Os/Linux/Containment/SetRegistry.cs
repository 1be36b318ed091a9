using System.Collections.Concurrent;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The sets of one host that are not proven empty (docs/hazards.md, 4 to 6). Thread-safe.</summary>
internal sealed class SetRegistry : IDisposable
{
    // The value says whether the host reaps the orphans of its sets.
    private static readonly ConcurrentDictionary<long, bool> HostsHere = new();

    private readonly ConcurrentDictionary<long, ProcessSet> _byNumber = new();
    private readonly ConcurrentDictionary<int, ProcessSet> _byLeader = new();
    private readonly ConcurrentDictionary<long, long> _innerNodes = new();
    private long _lastNumber;
    private long _firstStartTicks = long.MaxValue;

    internal SetRegistry(long nodeId)
    {
        NodeId = nodeId;
        HostsHere.TryAdd(nodeId, false);
    }

    internal long NodeId { get; }

    /// <summary>The threads that spawn their leaders.</summary>
    internal SpawningThreads SpawningThreads { get; } = new();

    internal bool IsEmpty => _byNumber.IsEmpty;

    internal ICollection<ProcessSet> All => _byNumber.Values;

    /// <summary>No member of any set is older.</summary>
    internal long FirstStartTicks => Volatile.Read(ref _firstStartTicks);

    internal SetTags NextTags() => new(NodeId, Interlocked.Increment(ref _lastNumber));

    /// <summary>Called before the spawn: a child that forks at once may be seen before its own pid is known.</summary>
    internal void Add(ProcessSet set)
    {
        _byNumber[set.Tags.Number] = set;
        Interlocked.CompareExchange(ref _firstStartTicks, set.StartTicks, long.MaxValue);
    }

    internal void Spawned(ProcessSet set, int leader)
    {
        set.Spawned(leader);
        _byLeader[leader] = set;
    }

    /// <summary>Called before the leader is reaped.</summary>
    internal void Remove(ProcessSet set)
    {
        set.Release();
        _byNumber.TryRemove(set.Tags.Number, out _);
        if (set.Leader is > 0 and var leader)
        {
            _byLeader.TryRemove(leader, out _);
        }
    }

    internal ProcessSet? Find(long number) => _byNumber.GetValueOrDefault(number);

    /// <summary>The set whose leader has this pid, which is also its session and its group.</summary>
    internal ProcessSet? FindByLeader(int pid) => _byLeader.GetValueOrDefault(pid);

    /// <summary>Whether the id belongs to a host in this process, which handles its own sets.</summary>
    internal static bool IsHostHere(long nodeId) => HostsHere.ContainsKey(nodeId);

    /// <summary>Whether the id belongs to such a host that reaps the orphans of its sets.</summary>
    internal static bool IsReapedHere(long nodeId) => HostsHere.GetValueOrDefault(nodeId);

    /// <summary>Records that this host reaps the orphans of its sets.</summary>
    internal void ReapsOrphans() => HostsHere[NodeId] = true;

    /// <summary>
    /// Records the node that marked a process below one of our sets. A process with that mark alone belongs to the set
    /// too.
    /// </summary>
    internal void LearnInnerNode(int pid, ProcessSet set)
    {
        if (SpawnMark.TryRead(pid, out var tags) && !IsHostHere(tags.NodeId))
        {
            LearnInnerNode(tags.NodeId, set.Tags.Number);
        }
    }

    internal void LearnInnerNode(long nodeId, long number) => _innerNodes[nodeId] = number;

    /// <summary>The number of the set below which that node was started; zero when unknown.</summary>
    internal long FindInnerNode(long nodeId) => _innerNodes.GetValueOrDefault(nodeId);

    public void Dispose() => HostsHere.TryRemove(NodeId, out _);
}
