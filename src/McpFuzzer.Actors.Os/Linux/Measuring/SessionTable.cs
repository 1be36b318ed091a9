using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>Who is in the sessions of some leaders, by one look over all of /proc that serves them all.</summary>
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
            // By a call that costs a fraction of a look into /proc/PID. A group is part of one session (setpgid(2)), so that the leader's own need not be asked for.
            members.GetValueOrDefault(Libc.getsid(pid))?.Add(pid);
        }

        return new SessionTable(members);
    }

    /// <summary>As they were when it was made: a pid may have passed to another process since.</summary>
    internal IReadOnlyList<int> MembersOf(int leader) => _members.GetValueOrDefault(leader) ?? [];
}
