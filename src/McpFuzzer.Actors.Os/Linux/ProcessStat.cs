using System.Buffers.Text;
using System.IO.Enumeration;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>What /proc/PID/stat (proc_pid_stat(5)) says of a process, as far as membership goes.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="IsAlive">False for a zombie. A process whose first thread alone has ended reads as Z too, but still has threads.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="StartTicks">When it was started, in clock ticks since the machine's boot.</param>
internal readonly record struct ProcessStat(int Pid, bool IsAlive, int Group, int Session, int Parent, long StartTicks)
{
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int ThreadsField = 17;
    private const int StartField = 19;

    private static readonly EnumerationOptions All = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>False when the process is gone; throws when that cannot be known, for want of a descriptor or of the right to look.</summary>
    internal static bool TryRead(int pid, out ProcessStat stat)
    {
        stat = default;
        Span<byte> buffer = stackalloc byte[1024];
        if (ProcFile.TryRead(pid, "stat"u8, buffer, out var count))
        {
            return TryParse(pid, buffer[..count], out stat);
        }

        return count == ProcFile.Denied ? throw new IOException($"/proc/{pid}/stat may not be read") : false;
    }

    /// <summary>Looks again whether that process, and no later one of the same pid, is alive.</summary>
    internal bool StillLives() => TryRead(Pid, out var now) && now.IsAlive && now.StartTicks == StartTicks;

    /// <summary>The pid of every process that /proc shows.</summary>
    internal static IEnumerable<int> ListPids() =>
        new FileSystemEnumerable<int>("/proc", ToPid, All) { ShouldIncludePredicate = IsPid };

    internal static bool TryParse(int pid, ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        // The name stands in parentheses and may itself contain any of them.
        var name = line.LastIndexOf((byte)')');
        if (name < 0 || name + 2 > line.Length)
        {
            return false;
        }

        Span<long> numbers = stackalloc long[StartField + 1];
        byte state = 0;
        var field = 0;
        foreach (var range in line[(name + 2)..].Split((byte)' '))
        {
            var text = line[(name + 2)..][range];
            if (field == StateField)
            {
                state = text.IsEmpty ? (byte)0 : text[0];
            }
            else if (field is ParentField or GroupField or SessionField or ThreadsField or StartField)
            {
                if (!Utf8Parser.TryParse(text, out numbers[field], out _))
                {
                    return false;
                }
            }

            if (field++ == StartField)
            {
                var ended = state is (byte)'X' or (byte)'x' || (state == (byte)'Z' && numbers[ThreadsField] <= 1);
                stat = new ProcessStat(
                    pid,
                    !ended,
                    (int)numbers[GroupField],
                    (int)numbers[SessionField],
                    (int)numbers[ParentField],
                    numbers[StartField]
                );
                return true;
            }
        }

        return false;
    }

    private static bool IsPid(ref FileSystemEntry entry) => char.IsAsciiDigit(entry.FileName[0]);

    private static int ToPid(ref FileSystemEntry entry) => int.Parse(entry.FileName);
}
