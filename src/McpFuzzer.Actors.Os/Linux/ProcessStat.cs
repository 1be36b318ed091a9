using System.Buffers.Text;
using System.IO.Enumeration;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>The content of /proc/PID/stat (proc_pid_stat(5); docs/hazards.md, 20).</summary>
/// <param name="Pid">The process id.</param>
/// <param name="IsAlive">False for a zombie. A process whose first thread alone has ended reads as Z too, but still has
/// threads.</param>
/// <param name="Parent">The parent.</param>
/// <param name="Group">The process group.</param>
/// <param name="Session">The session.</param>
/// <param name="CpuTicks">User and system time, including children that it has waited for, in hundredths of a second
/// (USER_HZ).</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="StartTicks">The start time, in clock ticks since the machine booted; with the pid its identity.</param>
/// <param name="ResidentPages">The number of resident pages.</param>
/// <param name="IsOfKernel">Whether it is a kernel thread, which runs no program.</param>
internal readonly record struct ProcessStat(
    int Pid,
    bool IsAlive,
    int Parent,
    int Group,
    int Session,
    long CpuTicks,
    int Threads,
    long StartTicks,
    long ResidentPages,
    bool IsOfKernel = false
)
{
    private const int ParentField = 1;
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int FlagsField = 6;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;
    private const int ChildrenUserTimeField = 13;
    private const int ChildrenSystemTimeField = 14;
    private const int ThreadsField = 17;
    private const int StartField = 19;
    private const int ResidentField = 21;

    // PF_KTHREAD of the kernel's sched.h.
    private const long KernelThread = 0x00200000;

    private static readonly EnumerationOptions All = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The resident memory in bytes.</summary>
    internal long ResidentBytes => ResidentPages * Environment.SystemPageSize;

    /// <summary>
    /// False when the process has ended. Throws when that is unknown, for lack of a descriptor or of permission.
    /// </summary>
    internal static bool TryRead(int pid, out ProcessStat stat)
    {
        var found = TryRead(pid, out stat, out var isDenied);
        return isDenied ? throw new IOException($"/proc/{pid}/stat may not be read") : found;
    }

    /// <summary>As above, and false for a process that we may not read.</summary>
    internal static bool TryReadVisible(int pid, out ProcessStat stat) => TryRead(pid, out stat, out _);

    /// <summary>Checks whether this process, and not a later one with the same pid, is still alive.</summary>
    internal bool IsStillAlive() => TryRead(Pid, out var now) && now.IsAlive && now.StartTicks == StartTicks;

    /// <summary>The pid of every process that /proc shows.</summary>
    internal static IEnumerable<int> ListPids() =>
        new FileSystemEnumerable<int>("/proc", ToPid, All) { ShouldIncludePredicate = IsPid };

    internal static bool TryParse(int pid, ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        // The name is in parentheses, and may contain some itself.
        var name = line.LastIndexOf((byte)')');
        if (name < 0 || name + 2 >= line.Length)
        {
            return false;
        }

        var state = line[name + 2];
        Span<long> fields = stackalloc long[ResidentField + 1];
        var rest = line[(name + 2)..];
        for (var field = 1; field <= ResidentField; field++)
        {
            var space = rest.IndexOf((byte)' ');
            rest = space < 0 ? [] : rest[(space + 1)..];
            if (!Utf8Parser.TryParse(rest, out fields[field], out _))
            {
                return false;
            }
        }

        var threads = (int)fields[ThreadsField];
        var hasEnded = state is (byte)'X' or (byte)'x' || (state == (byte)'Z' && threads <= 1);
        stat = new ProcessStat(
            pid,
            !hasEnded,
            (int)fields[ParentField],
            (int)fields[GroupField],
            (int)fields[SessionField],
            fields[UserTimeField]
                + fields[SystemTimeField]
                + fields[ChildrenUserTimeField]
                + fields[ChildrenSystemTimeField],
            threads,
            fields[StartField],
            fields[ResidentField],
            (fields[FlagsField] & KernelThread) != 0
        );
        return true;
    }

    private static bool TryRead(int pid, out ProcessStat stat, out bool isDenied)
    {
        stat = default;
        Span<byte> buffer = stackalloc byte[1024];
        isDenied = false;
        if (ProcFile.TryRead(pid, "stat"u8, buffer, out var count))
        {
            return TryParse(pid, buffer[..count], out stat);
        }

        if (HiddenProcess.TryRead(pid, out stat))
        {
            return true;
        }

        isDenied = count == ProcFile.Denied;
        return false;
    }

    private static bool IsPid(ref FileSystemEntry entry) => char.IsAsciiDigit(entry.FileName[0]);

    private static int ToPid(ref FileSystemEntry entry) => int.Parse(entry.FileName);
}
