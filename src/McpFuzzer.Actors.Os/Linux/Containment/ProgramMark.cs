using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Marks the children of other code in this process, in the limit where <see cref="SpawnMark" /> puts the mark of a
/// set. We never end such a process, orphaned or not (docs/hazards.md, 21). A node that is itself a target keeps the
/// outer node's mark for them, so that the outer node finds them.
/// </summary>
internal static unsafe class ProgramMark
{
    // Above the mark of every set, and so of every node id that a guardian or a sweep looks for; below 2⁶³.
    private const ulong Value = 9_100_000_000_000_000_000;

    private static readonly Lazy<bool> Made = new(Make);
    private static ulong _soft;

    /// <summary>
    /// Marks this process and everything below it, permanently, with the first host that adopts orphans.
    /// </summary>
    internal static void Ensure() => _ = Made.Value;

    /// <summary>
    /// Whether all children of other code carry the mark. A process without any mark then came from a target, or
    /// entered our pid namespace from outside.
    /// </summary>
    internal static bool IsComplete => Made is { IsValueCreated: true, Value: true };

    /// <summary>
    /// When the mark was made, in clock ticks since the machine booted. Other code started what is older.
    /// </summary>
    internal static long MadeTicks { get; private set; }

    internal static bool IsOn(int pid) => IsComplete && SpawnMark.TryReadSoft(pid, out var soft) && soft == _soft;

    private static bool Make()
    {
        using var noSpawn = SpawnMark.Begin(tags: null);
        if (!SpawnMark.IsAvailable || !SpawnMark.TryReadSoft(Environment.ProcessId, out var before))
        {
            return false;
        }

        _soft = SetTags.TryParseMark(before, out _) ? before : Value;
        if (_soft != before && !TryMark(Environment.ProcessId, before))
        {
            return false;
        }

        MadeTicks = BootClock.Ticks();
        return _soft == before || TryMarkAllBelow(before);
    }

    // Repeated, since a process that is not marked yet may fork meanwhile.
    private static bool TryMarkAllBelow(ulong before)
    {
        while (true)
        {
            var unmarked = Descendants
                .Of([Environment.ProcessId])
                .FindAll(pid => SpawnMark.TryReadSoft(pid, out var soft) && soft == before);
            if (unmarked.Count == 0 || !unmarked.TrueForAll(pid => TryMark(pid, before)))
            {
                return unmarked.Count == 0;
            }
        }
    }

    // An ended process needs no mark; another user's cannot be marked.
    private static bool TryMark(int pid, ulong before)
    {
        var limits = stackalloc ulong[2];
        return (Libc.prlimit(pid, Libc.RLIMIT_LOCKS, null, limits) == 0 && (limits[0] != before || TrySet(pid, limits)))
            || Marshal.GetLastPInvokeError() == Errno.ESRCH;
    }

    private static bool TrySet(int pid, ulong* limits)
    {
        limits[0] = Value;
        return limits[0] <= limits[1] && Libc.prlimit(pid, Libc.RLIMIT_LOCKS, limits, null) == 0;
    }
}
