using System.Collections.Immutable;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The orphans that this process has adopted as their subreaper. The kernel gives them to its first thread, behind those it has, and there they stay until they are reaped here,
/// by nobody else: a walk through the list misses none. Beside them stand those that a target has made its siblings, with the thread that spawned it. Every living member of a set
/// stands below its leader, or below one of them. The census's thread only.
/// </summary>
internal sealed class AdoptedChildren : IDisposable
{
    // An owner that we do not know of reaps its child before; what nobody reaps would use up the machine's pids.
    private static readonly TimeSpan UnclaimedZombie = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, Orphan> _known = [];
    private readonly TimeProvider _time;
    private readonly SetRegistry _sets;
    private readonly bool _byTags;
    private readonly int _ownSession = Libc.getsid(0);
    private readonly Dictionary<int, int> _siblings = [];
    private readonly List<int> _listed = [];
    private ImmutableHashSet<int>? _followed;
    private byte[] _buffer = new byte[4096];
    private int _list;

    internal AdoptedChildren(SetRegistry sets, bool byTags, TimeProvider time)
    {
        _sets = sets;
        _byTags = byTags;
        _time = time;
        _list = OpenList(Environment.ProcessId);
        if (_list < 0)
        {
            throw new IOException("/proc/self/task/*/children may not be read");
        }
    }

    internal IReadOnlyCollection<Orphan> All => _known.Values;

    internal bool IsEmpty => _known.Count == 0;

    /// <summary>Attributes who is new, and buries the dead.</summary>
    /// <param name="withSiblings">Those are looked for until a round has seen nobody: among them stands, for a moment each time, a leader that is just being spawned, and it costs to tell the two apart.</param>
    internal void Update(bool withSiblings)
    {
        _listed.Clear();
        ReadList(_list);
        var adopted = _listed.Count;
        if (withSiblings || _known.Count > 0)
        {
            ReadSiblings();
        }

        for (var index = 0; index < _listed.Count; index++)
        {
            var pid = _listed[index];
            if (
                !OwnChildren.Contains(pid)
                && Libc.getsid(pid) != _ownSession
                && (index < adopted || _known.ContainsKey(pid) || IsSibling(pid))
            )
            {
                Look(pid);
            }
        }

        if (_known.Count > 0)
        {
            Forget();
        }
    }

    public void Dispose()
    {
        Descriptors.Close(ref _list);
        foreach (var list in _siblings.Values)
        {
            _ = Libc.close(list);
        }

        _siblings.Clear();
    }

    // Among those of a spawning thread stands a leader of the next moment, too, which is not one of our children yet: it must not be reaped here.
    private bool IsSibling(int pid)
    {
        var set =
            SpawnMark.TryRead(pid, out var tags) && tags.Life == _sets.Life ? _sets.Find(tags.Number)
            : ProcessStat.TryReadVisible(pid, out var stat) ? Attribute(stat).Set
            : null;
        return set is { Leader: > 0 } && set.Leader != pid;
    }

    private void ReadSiblings()
    {
        FollowSpawningThreads();
        foreach (var list in _siblings.Values)
        {
            ReadList(list);
        }
    }

    private void FollowSpawningThreads()
    {
        var threads = _sets.SpawningThreads.All;
        if (ReferenceEquals(threads, _followed))
        {
            return;
        }

        foreach (var ended in _siblings.Keys.Where(thread => !threads.Contains(thread)).ToArray())
        {
            _siblings.Remove(ended, out var list);
            _ = Libc.close(list);
        }

        _followed = threads;
        foreach (var thread in threads.Where(thread => !_siblings.ContainsKey(thread)))
        {
            if (OpenList(thread) is >= 0 and var list)
            {
                _siblings.Add(thread, list);
            }
            else
            {
                // It has ended meanwhile, or no descriptor is left: the next look tries again.
                _followed = null;
            }
        }
    }

    private static int OpenList(int thread) => Libc.open($"/proc/self/task/{thread}/children", Libc.O_CLOEXEC);

    private void Look(int pid)
    {
        if (!ProcessStat.TryRead(pid, out var stat) || stat.Session == _ownSession)
        {
            return;
        }

        if (!_known.TryGetValue(pid, out var orphan) || orphan.StartTicks != stat.StartTicks)
        {
            orphan = Attribute(stat);
            _known[pid] = orphan;
        }

        if (orphan.Kind == OrphanKind.Foreign)
        {
            return;
        }

        if (stat.IsAlive)
        {
            orphan.Set?.AddOrphan(pid);
            return;
        }

        Bury(orphan, stat);
    }

    private void Bury(Orphan orphan, ProcessStat stat)
    {
        if (orphan.Set is { } set)
        {
            set.RemoveOrphan(orphan.Pid);
            if (set.IsBeingKilled && stat.Group > 1)
            {
                // Its group is its set's, and as long as it is not reaped the number is nobody else's: who forked in time goes with it.
                _ = Libc.kill(-stat.Group, Libc.SIGKILL);
            }

            set.ZombiesSeen++;
        }
        else if (orphan.IsUnattributed)
        {
            orphan.DeadSince ??= _time.GetTimestamp();
            if (_time.GetElapsedTime(orphan.DeadSince.Value) < UnclaimedZombie)
            {
                return;
            }
        }

        ExitStatus.ReapAdopted(orphan.Pid, orphan.StartTicks);
        _known.Remove(orphan.Pid);
    }

    private Orphan Attribute(ProcessStat stat)
    {
        var membership = Membership.Read(stat, _sets);
        var set = _sets.Find(membership.Number);
        var kind =
            membership.IsOfAnotherHost ? OrphanKind.Foreign
            : membership.Number == 0 || !(_byTags || set?.Leader == stat.Session) ? OrphanKind.Unknown
            : OrphanKind.Ours;
        return new Orphan(stat.Pid, stat.StartTicks, kind, kind == OrphanKind.Ours ? set : null);
    }

    private void Forget()
    {
        foreach (var orphan in _known.Values.Where(orphan => !_listed.Contains(orphan.Pid)).ToArray())
        {
            // Reaped by other code of this process, which waits for any child.
            orphan.Set?.RemoveOrphan(orphan.Pid);
            _known.Remove(orphan.Pid);
        }
    }

    private unsafe void ReadList(int list)
    {
        while (true)
        {
            var count = 0;
            fixed (byte* start = _buffer)
            {
                int read;
                do
                {
                    read = (int)Libc.pread(list, start + count, (nuint)(_buffer.Length - count), count);
                    count += Math.Max(read, 0);
                } while (read > 0 && count < _buffer.Length);
            }

            if (count < _buffer.Length)
            {
                ChildList.Parse(_buffer.AsSpan(0, count), _listed);
                return;
            }

            _buffer = new byte[_buffer.Length * 2];
        }
    }
}

/// <summary>Whose orphan.</summary>
internal enum OrphanKind
{
    /// <summary>It carries no tag that can be read.</summary>
    Unknown,

    /// <summary>Of a set of this host, or of one that was ended already.</summary>
    Ours,

    /// <summary>Of another host in this process.</summary>
    Foreign,
}

/// <summary>One adopted process.</summary>
internal sealed record Orphan(int Pid, long StartTicks, OrphanKind Kind, ProcessSet? Set)
{
    internal bool IsUnattributed => Kind == OrphanKind.Unknown;

    /// <summary>Of a set that was called empty: it must not live.</summary>
    internal bool IsStray => Kind == OrphanKind.Ours && Set is not { IsReleased: false };

    /// <summary>Whether it was told of.</summary>
    internal bool IsReported { get; set; }

    internal long? DeadSince { get; set; }
}
