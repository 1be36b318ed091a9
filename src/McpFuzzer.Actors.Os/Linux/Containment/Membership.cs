namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>To which set of a host a process belongs, by all that it carries.</summary>
/// <param name="Number">The set's; zero when it belongs to none that can be told.</param>
/// <param name="IsOfAnotherHost">It is marked by another host of this process.</param>
internal readonly record struct Membership(long Number, bool IsOfAnotherHost)
{
    internal static Membership Read(ProcessStat stat, SetRegistry sets)
    {
        var marked = SpawnMark.TryRead(stat.Pid, out var tags);
        if (marked && tags.Life == sets.Life)
        {
            return new Membership(tags.Number, false);
        }

        if (sets.FindByLeader(stat.Session) is { } set)
        {
            return new Membership(set.Tags.Number, false);
        }

        if (marked && SetRegistry.IsLifeHere(tags.Life))
        {
            return new Membership(0, true);
        }

        // Another node below one of our targets marks its own, and adds to the cookie: both are found here.
        return new Membership(SetTags.FindNumber(ReadEnvironment(stat.Pid), sets.Life), false);
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
