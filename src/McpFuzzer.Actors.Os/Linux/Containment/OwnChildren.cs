using System.Collections.Concurrent;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The children that the hosts of this process have spawned and reap by their handles (docs/hazards.md, 21 and 48).
/// They are not orphans.
/// </summary>
internal static class OwnChildren
{
    private static readonly ConcurrentDictionary<int, byte> Pids = new();

    internal static void Add(int pid) => Pids.TryAdd(pid, 0);

    /// <summary>Called before the child is reaped: afterwards the number can be reused.</summary>
    internal static void Remove(int pid) => Pids.TryRemove(pid, out _);

    internal static bool Contains(int pid) => Pids.ContainsKey(pid);
}
