using System.Buffers.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>One pass through all of /proc that finds the living members of many sets at once: by session and group, and by tags where they count.</summary>
internal sealed class ProcScan(SetRegistry sets, bool byTags)
{
    private readonly int _ownSession = Libc.getsid(0);

    /// <summary>Who lives of the sets that have anybody; throws when /proc cannot be read, for want of a descriptor or of the right to look.</summary>
    internal Dictionary<ProcessSet, List<int>> FindLiving()
    {
        var found = new Dictionary<ProcessSet, List<int>>();
        foreach (var pid in ProcessStat.ListPids())
        {
            if (Libc.getsid(pid) == _ownSession)
            {
                // No target can have got in here: each has a session of its own.
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

    // First by two calls that cost a tenth of a look into /proc/PID, and that may be made of anybody: with hidepid=1 other users' entries are listed and cannot be read. What they
    // say is not the last word, since the pid may be another's by now.
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
            // Another user's, in a /proc that hides them (hidepid of proc(5)).
            return null;
        }
    }

    /// <summary>The last pid that was given out in our pid namespace (proc_sys_kernel(5)); -1 where the kernel does not tell.</summary>
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
