using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The clock of the start times in /proc/PID/stat (docs/hazards.md, 5): time since the machine booted, including
/// suspended time.
/// </summary>
internal static unsafe class BootClock
{
    // USER_HZ is 100 on every Linux architecture that .NET supports.
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
