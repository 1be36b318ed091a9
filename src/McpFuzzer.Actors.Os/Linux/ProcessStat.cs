using System.Buffers.Text;
using System.IO.Enumeration;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>What /proc/PID/stat (proc_pid_stat(5)) says of a process, as far as membership goes.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="IsAlive">False for a zombie. A process whose first thread alone has ended reads as Z too, but still has threads.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
internal readonly record struct ProcessStat(int Pid, bool IsAlive, int Group, int Session)
{
    private const int StateField = 0;
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int ThreadsField = 17;

    private static readonly EnumerationOptions All = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>False when the process is gone; throws when that cannot be known, for want of a descriptor or of the right to look.</summary>
    internal static unsafe bool TryRead(int pid, out ProcessStat stat)
    {
        stat = default;
        var descriptor = Libc.open($"/proc/{pid}/stat", Libc.O_CLOEXEC);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Libc.ENOENT or Libc.ESRCH
                ? false
                : throw new IOException($"/proc/{pid}/stat: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        var buffer = stackalloc byte[1024];
        var count = Libc.read(descriptor, buffer, 1024);
        _ = Libc.close(descriptor);
        return count > 0 && TryParse(pid, new ReadOnlySpan<byte>(buffer, (int)count), out stat);
    }

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

        Span<int> numbers = stackalloc int[ThreadsField + 1];
        byte state = 0;
        var field = 0;
        foreach (var range in line[(name + 2)..].Split((byte)' '))
        {
            var text = line[(name + 2)..][range];
            if (field == StateField)
            {
                state = text.IsEmpty ? (byte)0 : text[0];
            }
            else if (field is GroupField or SessionField or ThreadsField)
            {
                if (!Utf8Parser.TryParse(text, out numbers[field], out _))
                {
                    return false;
                }
            }

            if (field++ == ThreadsField)
            {
                var ended = state is (byte)'X' or (byte)'x' || (state == (byte)'Z' && numbers[ThreadsField] <= 1);
                stat = new ProcessStat(pid, !ended, numbers[GroupField], numbers[SessionField]);
                return true;
            }
        }

        return false;
    }

    private static bool IsPid(ref FileSystemEntry entry) => char.IsAsciiDigit(entry.FileName[0]);

    private static int ToPid(ref FileSystemEntry entry) => int.Parse(entry.FileName);
}
