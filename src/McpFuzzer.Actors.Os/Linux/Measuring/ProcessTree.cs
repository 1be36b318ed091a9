namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One walk over a set (docs/hazards.md, 3 to 5): the leader and its descendants in any session, then the other
/// processes in its session, and their descendants. Each parent is read before its children. So the time of a child
/// that ends during the walk is missed, and never counted twice. Zombies are included. Not thread-safe.
/// </summary>
internal sealed class ProcessTree
{
    private readonly List<ProcessStat> _members = [];
    private readonly HashSet<int> _seen = [];
    private readonly List<int> _children = [];
    private readonly Queue<(int Pid, int Parent)> _next = new();
    private int _leader;

    /// <summary>The members, the leader first; valid until the next walk.</summary>
    /// <param name="leader">The leader, which is not reaped.</param>
    /// <param name="sessions">The processes found in its session.</param>
    /// <param name="furtherRoots">Pids of other known members, which cannot be reused.</param>
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

    /// <summary>Adds unseen processes, parents before their children.</summary>
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

    // The pid of a process that ended after it was listed may be reused.
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
