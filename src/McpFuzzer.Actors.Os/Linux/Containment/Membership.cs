namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>To which set of a host a process belongs, by all that it carries.</summary>
/// <param name="Number">The set's; zero when it belongs to none that can be told.</param>
/// <param name="OtherNode">Whose mark it carries, where that is another host's or another node's, and no tag of ours;
/// else zero.</param>
internal readonly record struct Membership(long Number, long OtherNode)
{
    /// <summary>It is marked by another host of this process.</summary>
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

    // Another node below one of our targets marks its own, and adds to the cookie: both are found here. What has
    // cleared its environment is known by those that have not.
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

    /// <summary>Empty where it may not be read: of another user, or of a zombie.</summary>
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
