using System.Collections.Immutable;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The threads of one host that spawn. The kernel lists a child with its thread, and with it whom the child has made its own sibling (CLONE_PARENT of clone(2)). Thread-safe.
/// </summary>
internal sealed class SpawningThreads
{
    private ImmutableHashSet<int> _ids = [];

    /// <summary>Another set whenever one has come or gone.</summary>
    internal ImmutableHashSet<int> All => Volatile.Read(ref _ids);

    /// <summary>The calling thread is one until the disposal.</summary>
    internal IDisposable Join()
    {
        var id = Libc.gettid();
        ImmutableInterlocked.Update(ref _ids, static (ids, joined) => ids.Add(joined), id);
        return new Joined(this, id);
    }

    private sealed class Joined(SpawningThreads threads, int id) : IDisposable
    {
        public void Dispose() =>
            ImmutableInterlocked.Update(ref threads._ids, static (ids, left) => ids.Remove(left), id);
    }
}
