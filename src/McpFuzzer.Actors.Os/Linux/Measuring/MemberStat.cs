using System.Buffers.Text;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>What /proc/PID/stat (proc_pid_stat(5)) says of a process, as far as measuring goes.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="IsAlive">False for a zombie, whose processor time counts as long as nobody has waited for it.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Session">Its session.</param>
/// <param name="CpuTicks">User and system time of its own and of the children that it has waited for, in hundredths of a second (USER_HZ).</param>
/// <param name="Threads">How many threads it has.</param>
/// <param name="StartTicks">When it started; with the pid its identity.</param>
/// <param name="ResidentPages">How many pages it has in memory.</param>
internal readonly record struct MemberStat(
    int Pid,
    bool IsAlive,
    int Parent,
    int Session,
    long CpuTicks,
    int Threads,
    long StartTicks,
    long ResidentPages
)
{
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;
    private const int ChildrenUserTimeField = 13;
    private const int ChildrenSystemTimeField = 14;
    private const int ThreadsField = 17;
    private const int StartTimeField = 19;
    private const int ResidentField = 21;

    /// <summary>Null when the process is gone.</summary>
    internal static MemberStat? Read(ProcReader reader, int pid) => Parse(pid, reader.Read($"/proc/{pid}/stat"));

    internal static MemberStat? Parse(int pid, ReadOnlySpan<byte> line)
    {
        // The name stands in parentheses and may itself contain any of them.
        var name = line.LastIndexOf((byte)')');
        if (name < 0 || name + 2 >= line.Length)
        {
            return null;
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
                return null;
            }
        }

        var threads = (int)fields[ThreadsField];
        // A process whose first thread alone has ended reads as Z too, but still has threads.
        var hasEnded = state is (byte)'X' or (byte)'x' || (state == (byte)'Z' && threads <= 1);
        return new MemberStat(
            pid,
            !hasEnded,
            (int)fields[ParentField],
            (int)fields[SessionField],
            fields[UserTimeField]
                + fields[SystemTimeField]
                + fields[ChildrenUserTimeField]
                + fields[ChildrenSystemTimeField],
            threads,
            fields[StartTimeField],
            fields[ResidentField]
        );
    }
}
