namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>Who stands below a process.</summary>
internal static class Descendants
{
    /// <summary>The living and the dead below these processes, without them; those that are born or adopted meanwhile, or cannot be looked at, may be missed.</summary>
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

    /// <summary>Its children; none when it is gone or cannot be looked at.</summary>
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
            // For want of a descriptor: who is not found now is found by a later look.
        }

        return children;
    }
}
