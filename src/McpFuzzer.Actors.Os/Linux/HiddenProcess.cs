namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A process that /proc hides from us (hidepid of proc(5)): another user's, or one of ours that may not be traced, as a
/// program that its user may run and not read. The kernel's calls tell of it all the same.
/// </summary>
internal static class HiddenProcess
{
    private const string MountPoint = "/proc";

    // Its start is not told; no process that /proc shows was started then.
    private const long UnknownStart = long.MaxValue;

    private static readonly Lazy<bool> IsPossible = new(() => Hides(ReadMounts()));

    /// <summary>What is known of it; false when there is none, or /proc hides nobody.</summary>
    internal static bool TryRead(int pid, out ProcessStat stat)
    {
        stat = default;
        if (!IsPossible.Value || Libc.getsid(pid) is not (>= 0 and var session))
        {
            return false;
        }

        stat = new ProcessStat(
            pid,
            IsAlive: !ExitStatus.IsZombieChild(pid),
            Parent: 0,
            Libc.getpgid(pid),
            session,
            CpuTicks: 0,
            Threads: 1,
            UnknownStart,
            ResidentPages: 0
        );
        return true;
    }

    /// <summary>Whether /proc is mounted so, by the lines of proc_pid_mountinfo(5); of several mounts the last is seen.</summary>
    internal static bool Hides(IEnumerable<string> mounts) =>
        mounts
            .Select(line => line.Split(' '))
            .LastOrDefault(fields => fields.Length > 4 && fields[4] == MountPoint)
            ?.Last()
            .Split(',')
            .Any(option =>
                option.StartsWith("hidepid=", StringComparison.Ordinal)
                && option is not "hidepid=off" and not "hidepid=0"
            ) == true;

    private static string[] ReadMounts()
    {
        try
        {
            return File.ReadAllLines("/proc/self/mountinfo");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
