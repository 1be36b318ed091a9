using System.Collections.Concurrent;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The threads of this process that spawn. The kernel lists a child with its thread, and with it whom the child has made its own sibling (CLONE_PARENT of clone(2)).</summary>
internal static class SpawningThreads
{
    private static readonly ConcurrentDictionary<int, byte> Ids = new();

    internal static ICollection<int> All => Ids.Keys;

    /// <summary>The calling thread is one until the disposal.</summary>
    internal static Scope Join()
    {
        var id = Libc.gettid();
        Ids.TryAdd(id, 0);
        return new Scope(id);
    }

    /// <summary>The time of one thread.</summary>
    internal readonly struct Scope(int id) : IDisposable
    {
        public void Dispose() => Ids.TryRemove(id, out _);
    }
}
