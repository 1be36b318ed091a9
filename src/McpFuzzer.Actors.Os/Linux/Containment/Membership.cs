namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The set of a host that a process belongs to, by everything that it carries (docs/hazards.md, 5).</summary>
/// <param name="Number">The set's number; zero when it belongs to no known set.</param>
/// <param name="OtherNode">The other host or node whose mark it carries, when it has none of our tags; otherwise
/// zero.</param>
internal readonly record struct Membership(long Number, long OtherNode)
{
    /// <summary>Another host of this process marked it.</summary>
    internal bool IsOfAnotherHost => SetRegistry.IsHostHere(OtherNode);

    internal static Membership Read(ProcessStat stat, SetRegistry sets)
    {
        var isMarked = SpawnMark.TryRead(stat.Pid, out var tags);
        if (isMarked && tags.NodeId == sets.NodeId)
        {
            return new Membership(tags.Number, 0);
        }

        if (sets.FindByLeader(stat.Session) is { } set)
        {
            return new Membership(set.Tags.Number, 0);
        }

        if (!isMarked)
        {
            return new Membership(SetTags.FindNumber(ReadEnvironment(stat.Pid), sets.NodeId), 0);
        }

        return SetRegistry.IsHostHere(tags.NodeId)
            ? new Membership(0, tags.NodeId)
            : OfInnerNode(stat.Pid, tags.NodeId, sets);
    }

    // A node below one of our targets marks its own targets, and adds to the cookie. The cookie yields both. A process
    // without an environment is identified through those that have one.
    private static Membership OfInnerNode(int pid, long nodeId, SetRegistry sets)
    {
        var number = SetTags.FindNumber(ReadEnvironment(pid), sets.NodeId);
        if (number > 0)
        {
            sets.LearnInnerNode(nodeId, number);
            return new Membership(number, 0);
        }

        number = sets.FindInnerNode(nodeId);
        return new Membership(number, number > 0 ? 0 : nodeId);
    }

    /// <summary>Empty when it is unreadable: it belongs to another user, or is a zombie.</summary>
    internal static byte[] ReadEnvironment(int pid)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ");
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
