using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A process that /proc hides from us (hidepid of proc(5)): one of another user, or one of our own user that may not be
/// traced, such as a program that may be run but not read. System calls still show that it exists.
/// </summary>
internal static class HiddenProcess
{
    private const string MountPoint = "/proc";

    // Its start is not told; no process that /proc shows was started then.
    private const long UnknownStart = long.MaxValue;

    private static readonly Lazy<bool> IsPossible = new(() => Hides(ReadMounts()));

    /// <summary>Its session and group; false when there is no such process, or when /proc hides none.</summary>
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
    /// Whether /proc is mounted with hidepid, by the lines of proc_pid_mountinfo(5). Of several mounts the last counts.
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
