using System.Collections.Concurrent;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The children that this process has spawned itself and reaps by their handles, of all its hosts: they are nobody's orphans.</summary>
internal static class OwnChildren
{
    private static readonly ConcurrentDictionary<int, byte> Pids = new();

    internal static void Add(int pid) => Pids.TryAdd(pid, 0);

    /// <summary>Before it is reaped: its number may be another's at once.</summary>
    internal static void Remove(int pid) => Pids.TryRemove(pid, out _);

    internal static bool Contains(int pid) => Pids.ContainsKey(pid);
}
