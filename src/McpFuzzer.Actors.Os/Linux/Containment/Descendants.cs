namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>Finds the descendants of a process (docs/hazards.md, 4).</summary>
internal static class Descendants
{
    /// <summary>
    /// The living and dead descendants of these processes, without the processes themselves. Descendants that are
    /// forked or adopted during the search, or are unreadable, may be missing.
    /// </summary>
    internal static List<int> Of(IEnumerable<int> roots)
    {
        var found = new List<int>();
        var seen = new HashSet<int>(roots);
        var open = new Queue<int>(seen);
        while (open.TryDequeue(out var pid))
        {
            foreach (var child in Children(pid).Where(seen.Add))
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>The children of a process; none when it has ended or is unreadable.</summary>
    internal static List<int> Children(int pid)
    {
        var children = new List<int>();
        try
        {
            if (ProcessStat.TryReadVisible(pid, out var parent))
            {
                ChildList.Read(parent, children);
            }
        }
        catch (IOException)
        {
            // No descriptor is left. A later search finds the rest.
        }

        return children;
    }
}
