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
    /// On a busy machine it rests on three scans that saw nobody. Where /proc cannot be read, for want of a descriptor, the leader is named: nothing is proven then.
    /// </summary>
    internal static List<int> FindLiving(int leader)
    {
        try
        {
            return ScanUntilCertain(leader);
        }
        catch (IOException)
        {
            return [leader];
        }
    }

    /// <summary>
    /// SIGKILL to the group, then by identity to each member that left the group but not the session; these are missed where /proc cannot be read, until it is called again.
    /// </summary>
    internal static void Kill(int leader)
    {
        if (leader <= 1 || leader == Libc.getpgid(0))
        {
            throw new InvalidOperationException($"{leader} is not a set of ours.");
        }

        _ = Libc.kill(-leader, Libc.SIGKILL);
        try
        {
            KillOutsiders(leader);
        }
        catch (IOException)
        {
            // No descriptor is left; the next scan will not say that the set is empty.
        }
    }

    /// <summary>True when a member of the leader's own group lives.</summary>
    internal static bool HasLivingGroup(int leader)
    {
        try
        {
            return LivingMembers(leader).Any(stat => stat.Group == leader);
        }
        catch (IOException)
        {
            // Nothing is known: the signal is sent, which does no harm to a zombie.
            return true;
        }
    }

    private static List<int> ScanUntilCertain(int leader)
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

    private static List<int> Scan(int leader) => [.. LivingMembers(leader).Select(stat => stat.Pid)];

    // First by two calls that cost a tenth of a look into /proc/PID, and that may be made of anybody: with hidepid=1 other users' entries are listed and cannot be read. What they
    // say is not the last word, since the pid may be another's by now.
    private static IEnumerable<ProcessStat> LivingMembers(int leader)
    {
        foreach (var pid in ProcessStat.ListPids())
        {
            if (
                (Libc.getsid(pid) == leader || Libc.getpgid(pid) == leader)
                && ProcessStat.TryRead(pid, out var stat)
                && stat.IsAlive
                && (stat.Session == leader || stat.Group == leader)
            )
            {
                yield return stat;
            }
        }
    }

    private static void KillOutsiders(int leader)
    {
        foreach (var stat in LivingMembers(leader))
        {
            if (stat.Session == leader && stat.Group != leader)
            {
                KillOutsider(stat.Pid, leader);
            }
        }
    }

    // The pid may have passed to a stranger since it was read: bind it, read again, and only then signal.
    private static void KillOutsider(int pid, int leader)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return;
        }

        try
        {
            if (ProcessStat.TryRead(pid, out var stat) && stat.Session == leader)
            {
                _ = Libc.PidfdSendSignal(pidfd, Libc.SIGKILL);
            }
        }
        finally
        {
            _ = Libc.close(pidfd);
        }
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
