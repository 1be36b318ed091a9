using System.Buffers.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// One pass over /proc that finds the living members of many sets, by session and group, and by tags where the level
/// uses them (docs/hazards.md, 4 and 5).
/// </summary>
internal sealed class ProcScan(SetRegistry sets, bool byTags)
{
    private readonly int _ownSession = Libc.getsid(0);

    /// <summary>
    /// The living members of each set that has any. Throws when /proc is unreadable, for lack of a descriptor or of
    /// permission.
    /// </summary>
    internal Dictionary<ProcessSet, List<int>> FindLiving()
    {
        var found = new Dictionary<ProcessSet, List<int>>();
        foreach (var pid in ProcessStat.ListPids())
        {
            if (Libc.getsid(pid) == _ownSession)
            {
                // A target cannot be in our session: each has its own.
                continue;
            }

            if (SetOf(pid) is { } set)
            {
                if (!found.TryGetValue(set, out var living))
                {
                    found[set] = living = [];
                }

                living.Add(pid);
            }
        }

        return found;
    }

    // Two calls first: they cost a tenth of reading /proc/PID, and work for every process. With hidepid=1 the entries
    // of other users are listed but unreadable. Their result is checked again, since the pid may be reused.
    private ProcessSet? SetOf(int pid)
    {
        var near = sets.FindByLeader(Libc.getsid(pid)) ?? sets.FindByLeader(Libc.getpgid(pid));
        if (near is not null)
        {
            return
                ProcessStat.TryRead(pid, out var stat)
                && stat.IsAlive
                && (stat.Session == near.Leader || stat.Group == near.Leader)
                ? near
                : null;
        }

        return byTags ? SetByTagsOf(pid) : null;
    }

    private ProcessSet? SetByTagsOf(int pid)
    {
        try
        {
            return ProcessStat.TryRead(pid, out var stat) && stat.IsAlive
                ? sets.Find(Membership.Read(stat, sets).Number)
                : null;
        }
        catch (IOException)
        {
            // Another user's process, hidden by hidepid (proc(5)).
            return null;
        }
    }

    /// <summary>
    /// The last pid that the kernel assigned in our pid namespace (proc_sys_kernel(5)); -1 where it does not say.
    /// </summary>
    internal static int ReadLastPid()
    {
        Span<byte> buffer = stackalloc byte[32];
        return
            ProcFile.TryRead("/proc/sys/kernel/ns_last_pid\0"u8, buffer, out var count)
            && Utf8Parser.TryParse(buffer[..count], out int pid, out _)
            ? pid
            : -1;
    }
}
