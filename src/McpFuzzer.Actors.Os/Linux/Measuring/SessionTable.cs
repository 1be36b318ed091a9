using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>The members of several sessions, from one pass over /proc (docs/hazards.md, 3).</summary>
internal sealed class SessionTable
{
    private readonly Dictionary<int, List<int>> _members;

    private SessionTable(Dictionary<int, List<int>> members) => _members = members;

    /// <summary>Contains no process.</summary>
    internal static SessionTable Empty { get; } = new([]);

    /// <summary>Throws when /proc cannot be listed, for lack of a descriptor.</summary>
    internal static SessionTable Of(IEnumerable<int> leaders)
    {
        var members = leaders.Distinct().ToDictionary(leader => leader, _ => new List<int>());
        foreach (var pid in ProcessStat.ListPids())
        {
            // A call that costs a fraction of reading /proc/PID. A group belongs to one session (setpgid(2)), so the
            // leader's own need not be read.
            members.GetValueOrDefault(Libc.getsid(pid))?.Add(pid);
        }

        return new SessionTable(members);
    }

    /// <summary>As of its creation: a pid may have been reused since.</summary>
    internal IReadOnlyList<int> MembersOf(int leader) => _members.GetValueOrDefault(leader) ?? [];
}
