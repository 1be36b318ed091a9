using System.Buffers.Text;
using System.IO.Enumeration;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One walk over a set: the leader and its descendants, whatever session they are in, then whoever else is in its session or group, and theirs. Each parent is read before
/// its children, so that the time of a child that ends during the walk is missed and not counted twice: a parent that was read before it waited for the child is not read
/// again. Zombies are walked over too. Not thread-safe.
/// </summary>
internal sealed class ProcessTree(ProcReader reader, int leader)
{
    private readonly List<MemberStat> _members = [];
    private readonly HashSet<int> _seen = [];
    private readonly Queue<(int Pid, int Parent)> _next = new();

    /// <summary>The members, the leader first.</summary>
    /// <param name="reader">What /proc is read by.</param>
    /// <param name="leader">The leader, which nobody has reaped.</param>
    /// <param name="sessions">Who was found in its session and group.</param>
    /// <param name="furtherRoots">Pids that are known to be members, and to be nobody else's, by another way.</param>
    internal static IReadOnlyList<MemberStat> Walk(
        ProcReader reader,
        int leader,
        SessionTable sessions,
        IEnumerable<int> furtherRoots
    )
    {
        var tree = new ProcessTree(reader, leader);
        tree.WalkFrom(leader, parent: null);
        foreach (var orphan in tree.Oldest(sessions.MembersOf(leader)))
        {
            tree.WalkFrom(orphan, parent: null);
        }

        foreach (var root in furtherRoots)
        {
            tree.WalkFrom(root, parent: null, isCertain: true);
        }

        return tree._members;
    }

    /// <summary>Those that have not been seen, parents before their children.</summary>
    private IEnumerable<int> Oldest(IReadOnlyList<int> pids)
    {
        var unseen = pids.Where(pid => !_seen.Contains(pid)).ToHashSet();
        return unseen.Count <= 1
            ? unseen
            : unseen
                .Select(pid => MemberStat.Read(reader, pid))
                .OfType<MemberStat>()
                .OrderBy(stat => unseen.Contains(stat.Parent))
                .Select(stat => stat.Pid);
    }

    private void WalkFrom(int root, int? parent, bool isCertain = false)
    {
        Add(root, parent, isCertain || root == leader);
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
            && MemberStat.Read(reader, pid) is { } stat
            && (isCertain || stat.Parent == parent || stat.Session == leader || stat.Group == leader)
        )
        {
            _seen.Add(pid);
            _members.Add(stat);
            ListChildren(stat);
        }
    }

    private void ListChildren(MemberStat parent)
    {
        if (!parent.IsAlive)
        {
            return;
        }

        // A child is listed with the thread that made it (proc_tid_children(5)).
        if (parent.Threads == 1)
        {
            ListChildren(parent.Pid, parent.Pid);
            return;
        }

        foreach (var thread in ListThreads(parent.Pid))
        {
            ListChildren(parent.Pid, thread);
        }
    }

    private void ListChildren(int parent, int thread)
    {
        var list = reader.Read($"/proc/{parent}/task/{thread}/children");
        while (Utf8Parser.TryParse(list, out int child, out var length))
        {
            _next.Enqueue((child, parent));
            list = list[Math.Min(length + 1, list.Length)..];
        }
    }

    private static IReadOnlyList<int> ListThreads(int pid)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<int>(
                    $"/proc/{pid}/task",
                    static (ref FileSystemEntry entry) => int.Parse(entry.FileName)
                ),
            ];
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
