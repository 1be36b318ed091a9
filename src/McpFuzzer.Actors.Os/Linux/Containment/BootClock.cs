using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>The clock that /proc/PID/stat tells start times by: since the machine's boot, suspended time included.</summary>
internal static unsafe class BootClock
{
    // USER_HZ, which every architecture of Linux that .NET runs on has at 100.
    private const long TicksPerSecond = 100;
    private const long NanosecondsPerTick = 1_000_000_000 / TicksPerSecond;

    internal static long Ticks()
    {
        var time = stackalloc long[2];
        return Libc.clock_gettime(Libc.CLOCK_BOOTTIME, time) == 0
            ? (time[0] * TicksPerSecond) + (time[1] / NanosecondsPerTick)
            : 0;
    }
}
