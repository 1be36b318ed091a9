using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A process that /proc hides (hidepid of proc(5)). It belongs to another user, or it may not be traced, such as a
/// program that its user may run but not read. System calls still show that it exists (docs/hazards.md, 5: escapes).
/// </summary>
internal static class HiddenProcess
{
    private const string MountPoint = "/proc";

    // Its start time is unknown, and later than any that /proc shows.
    private const long UnknownStart = long.MaxValue;

    private static readonly Lazy<bool> IsPossible = new(() => Hides(ReadMounts()));

    /// <summary>Reads its session and group. False when the process does not exist, or when /proc hides none.</summary>
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

    /// <summary>
    /// Whether /proc is mounted with hidepid, by the lines of proc_pid_mountinfo(5). The last of several mounts counts.
    /// </summary>
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
