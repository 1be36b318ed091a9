using System.Buffers.Text;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The set of a leader: everybody in the session or the group that bears its pid. The number is certain as long as the leader, though a zombie, has not been reaped, or a member
/// lives: the kernel gives a pid to nobody while it names a process, a group or a session.
/// </summary>
internal static class ProcessSet
{
    // A process that forks and exits can pass between two looks at /proc; several in a row are needed where the machine is busy.
    private const int CleanScans = 3;

    /// <summary>
    /// The living members. An empty answer is proof where no pid at all was given out during the scan: who lived at its end had lived at its beginning, and was seen.
    /// On a busy machine it rests on three scans that saw nobody.
    /// </summary>
    internal static List<int> FindLiving(int leader)
    {
        for (var clean = 1; ; clean++)
        {
            var lastPid = ReadLastPid();
            var living = Scan(leader);
            if (living.Count > 0 || clean == CleanScans || (lastPid >= 0 && lastPid == ReadLastPid()))
            {
                return living;
            }
        }
    }

    /// <summary>SIGKILL to the group, then by identity to each member that left the group but not the session.</summary>
    internal static void Kill(int leader)
    {
        if (leader <= 1 || leader == Libc.getpgid(0))
        {
            throw new InvalidOperationException($"{leader} is not a set of ours.");
        }

        _ = Libc.kill(-leader, Libc.SIGKILL);
        foreach (var stat in ProcessStat.ReadAll())
        {
            if (stat.IsAlive && stat.Session == leader && stat.Group != leader)
            {
                KillOutsider(stat.Pid, leader);
            }
        }
    }

    /// <summary>True when a member of the leader's own group lives.</summary>
    internal static bool HasLivingGroup(int leader) =>
        ProcessStat.ReadAll().Any(stat => stat.IsAlive && stat.Group == leader);

    private static List<int> Scan(int leader) =>
        [
            .. ProcessStat
                .ReadAll()
                .Where(stat => stat.IsAlive && (stat.Session == leader || stat.Group == leader))
                .Select(stat => stat.Pid),
        ];

    // The pid may have passed to a stranger since it was read: bind it, read again, and only then signal.
    private static void KillOutsider(int pid, int leader)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return;
        }

        if (ProcessStat.TryRead(pid, out var stat) && stat.Session == leader)
        {
            _ = Libc.PidfdSendSignal(pidfd, Libc.SIGKILL);
        }

        _ = Libc.close(pidfd);
    }

    // The last pid that was given out in our pid namespace (proc_sys_kernel(5)); -1 where the kernel does not tell.
    private static unsafe int ReadLastPid()
    {
        var descriptor = Libc.open("/proc/sys/kernel/ns_last_pid", Libc.O_CLOEXEC);
        if (descriptor < 0)
        {
            return -1;
        }

        var buffer = stackalloc byte[32];
        var count = Libc.read(descriptor, buffer, 32);
        _ = Libc.close(descriptor);
        return count > 0 && Utf8Parser.TryParse(new ReadOnlySpan<byte>(buffer, (int)count), out int pid, out _)
            ? pid
            : -1;
    }
}
