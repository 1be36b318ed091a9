using System.Collections.Immutable;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The threads of one host that spawn (docs/hazards.md, 4 and 48). The kernel lists a child with the thread that
/// spawned it, together with siblings that the child created (CLONE_PARENT of clone(2)). Thread-safe.
/// </summary>
internal sealed class SpawningThreads
{
    private ImmutableHashSet<int> _ids = [];

    /// <summary>A new set for each change.</summary>
    internal ImmutableHashSet<int> All => Volatile.Read(ref _ids);

    /// <summary>Adds the calling thread until the disposal.</summary>
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
