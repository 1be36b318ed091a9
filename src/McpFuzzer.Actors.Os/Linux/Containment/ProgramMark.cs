using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The mark of what other code of this process starts, in the place where <see cref="SpawnMark" /> puts that of a set:
/// orphaned or not, such a process is not ours to end. A node that is itself a target keeps the outer node's mark for
/// it, by which that one finds it.
/// </summary>
internal static unsafe class ProgramMark
{
    // Above that of every set, and so of no life that a guardian or a sweep would look for; below 2⁶³.
    private const ulong Value = 9_100_000_000_000_000_000;

    private static readonly Lazy<bool> Made = new(Make);
    private static ulong _soft;

    /// <summary>
    /// Marks this process for good, and all that stands below it, with the first host that adopts orphans.
    /// </summary>
    internal static void Ensure() => _ = Made.Value;

    /// <summary>
    /// Whether all that other code starts carries it. What carries no mark at all has come from a target then, or into
    /// our pid namespace from outside.
    /// </summary>
    internal static bool IsComplete => Made is { IsValueCreated: true, Value: true };

    /// <summary>
    /// When it was made, in clock ticks since the machine's boot: what is older was started by other code.
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

    // Again and again, for what is forked meanwhile by one that is not marked yet.
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

    // One that has ended meanwhile needs none; another user's may not be given one.
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
