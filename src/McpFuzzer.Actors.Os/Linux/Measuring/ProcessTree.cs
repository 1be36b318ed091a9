namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One walk over a set: the leader and its descendants, whatever session they are in, then whoever else is in its session, and theirs. Each parent is read before
/// its children, so that the time of a child that ends during the walk is missed and not counted twice: a parent that was read before it waited for the child is not read
/// again. Zombies are walked over too. Not thread-safe.
/// </summary>
internal sealed class ProcessTree
{
    private readonly List<ProcessStat> _members = [];
    private readonly HashSet<int> _seen = [];
    private readonly List<int> _children = [];
    private readonly Queue<(int Pid, int Parent)> _next = new();
    private int _leader;

    /// <summary>The members, the leader first; valid until the next walk.</summary>
    /// <param name="leader">The leader, which nobody has reaped.</param>
    /// <param name="sessions">Who was found in its session.</param>
    /// <param name="furtherRoots">Pids that are known to be members, and to be nobody else's, by another way.</param>
    internal IReadOnlyList<ProcessStat> Walk(int leader, SessionTable sessions, IEnumerable<int> furtherRoots)
    {
        _leader = leader;
        _members.Clear();
        _seen.Clear();
        // Left by a walk that failed.
        _next.Clear();
        WalkFrom(leader);
        foreach (var orphan in Unseen(sessions.MembersOf(leader)))
        {
            WalkFrom(orphan);
        }

        foreach (var root in furtherRoots)
        {
            WalkFrom(root, isCertain: true);
        }

        return _members;
    }

    /// <summary>Those that have not been seen, parents before their children.</summary>
    private IEnumerable<int> Unseen(IReadOnlyList<int> pids)
    {
        if (pids.All(_seen.Contains))
        {
            return [];
        }

        var unseen = pids.Where(pid => !_seen.Contains(pid)).ToHashSet();
        return unseen
            .Select(pid => ProcessStat.TryReadVisible(pid, out var stat) ? stat : default)
            .Where(stat => stat.Pid > 0)
            .OrderBy(stat => unseen.Contains(stat.Parent))
            .Select(stat => stat.Pid);
    }

    private void WalkFrom(int root, bool isCertain = false)
    {
        Add(root, parent: null, isCertain || root == _leader);
        while (_next.TryDequeue(out var next))
        {
            Add(next.Pid, next.Parent, isCertain: false);
        }
    }

    // The pid of a process that ended since it was listed may be a stranger's.
    private void Add(int pid, int? parent, bool isCertain)
    {
        if (
            !_seen.Contains(pid)
            && ProcessStat.TryReadVisible(pid, out var stat)
            && (isCertain || stat.Parent == parent || stat.Session == _leader)
        )
        {
            _seen.Add(pid);
            _members.Add(stat);
            ListChildren(stat);
        }
    }

    private void ListChildren(ProcessStat parent)
    {
        _children.Clear();
        ChildList.Read(parent, _children);
        foreach (var child in _children)
        {
            _next.Enqueue((child, parent.Pid));
        }
    }
}
