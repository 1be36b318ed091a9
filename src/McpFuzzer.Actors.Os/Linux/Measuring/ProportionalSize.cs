using System.Buffers.Text;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// The memory of processes that share pages, by /proc/PID/smaps_rollup (proc_pid_smaps(5); docs/hazards.md, 50). Each
/// page is divided by the number of processes that map it.
/// </summary>
internal static class ProportionalSize
{
    private const int Kibibyte = 1024;

    // Missing when the kernel was built without CONFIG_PROC_PAGE_MONITOR.
    private static readonly bool IsAvailable = File.Exists("/proc/self/smaps_rollup");

    /// <summary>The sum for all of them; null when one is unreadable.</summary>
    internal static MemoryShares? Of(IEnumerable<ProcessStat> members) =>
        IsAvailable ? Sum([.. members.Select(member => (Of(member.Pid), member.ResidentBytes))]) : null;

    internal static MemoryShares? Sum(IReadOnlyList<(long? Share, long Resident)> members)
    {
        var hidden = members.Count(member => member.Share is null);
        return hidden < members.Count
            ? new MemoryShares(members.Sum(member => member.Share ?? member.Resident), hidden == 0)
            : null;
    }

    /// <summary>Zero when the process has ended; null when it is unreadable (PTRACE_MODE_READ of ptrace(2)).</summary>
    private static long? Of(int pid)
    {
        Span<byte> buffer = stackalloc byte[2048];
        return ProcFile.TryRead(pid, "smaps_rollup"u8, buffer, out var count) ? Parse(buffer[..count])
            : count == ProcFile.Denied ? null
            : 0;
    }

    private static long Parse(ReadOnlySpan<byte> rollup)
    {
        var name = "\nPss:"u8;
        var line = rollup.IndexOf(name);
        return
            line >= 0
            && Utf8Parser.TryParse(rollup[(line + name.Length)..].TrimStart((byte)' '), out long kibibytes, out _)
            ? kibibytes * Kibibyte
            : 0;
    }
}
