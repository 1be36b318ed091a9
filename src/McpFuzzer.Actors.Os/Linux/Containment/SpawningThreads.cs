using System.Collections.Immutable;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The threads of this process that spawn. The kernel lists a child with its thread, and with it whom the child has made its own sibling (CLONE_PARENT of clone(2)).</summary>
internal static class SpawningThreads
{
    private static ImmutableHashSet<int> _ids = [];

    /// <summary>Another set whenever one has come or gone.</summary>
    internal static ImmutableHashSet<int> All => Volatile.Read(ref _ids);

    /// <summary>The calling thread is one until the disposal.</summary>
    internal static Scope Join()
    {
        var id = Libc.gettid();
        ImmutableInterlocked.Update(ref _ids, static (ids, joined) => ids.Add(joined), id);
        return new Scope(id);
    }

    /// <summary>The time of one thread.</summary>
    internal readonly struct Scope(int id) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref _ids, static (ids, left) => ids.Remove(left), id);
    }
}
