namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>Who is in the sessions and groups of some leaders, by one look over all of /proc that serves them all.</summary>
internal sealed class SessionTable
{
    private readonly Dictionary<int, List<int>> _members;

    private SessionTable(Dictionary<int, List<int>> members) => _members = members;

    /// <summary>Nobody is known to be in any.</summary>
    internal static SessionTable Empty { get; } = new([]);

    /// <summary>Throws when /proc cannot be listed, for want of a descriptor.</summary>
    internal static SessionTable Of(IEnumerable<int> leaders)
    {
        var members = leaders.Distinct().ToDictionary(leader => leader, _ => new List<int>());
        foreach (var pid in ProcessStat.ListPids())
        {
            // By two calls that cost a tenth of a look into /proc/PID.
            var session = Libc.getsid(pid);
            var group = Libc.getpgid(pid);
            members.GetValueOrDefault(session)?.Add(pid);
            if (group != session)
            {
                members.GetValueOrDefault(group)?.Add(pid);
            }
        }

        return new SessionTable(members);
    }

    /// <summary>As they were when it was made: a pid may have passed to another process since.</summary>
    internal IReadOnlyList<int> MembersOf(int leader) => _members.GetValueOrDefault(leader) ?? [];
}
