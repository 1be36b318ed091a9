using System.Globalization;
using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// The soft limit of open files (docs/hazards.md, 49). .NET raises its own to the hard limit before our code runs, and
/// a child would inherit that. A program that leaks descriptors would survive here, and fail for its users.
/// </summary>
internal static unsafe partial class SoftOpenFiles
{
    private const int RLIMIT_NOFILE = 7;
    private const int EFD_CLOEXEC = 0x80000;

    // How many files our other threads may open during a start, a fraction of a millisecond.
    private const ulong Room = 64;

    private static readonly Lock Starting = new();
    private static readonly Lazy<ulong?> Given = new(Read);

    /// <summary>
    /// The limit that this process was started with, when the runtime has raised it since and it is known.
    /// </summary>
    internal static ulong? AtStart => Given.Value;

    /// <summary>
    /// Gives this soft limit to children that are started before the disposal; null keeps the node's. Lowers the node's
    /// own meanwhile, unless that would leave too few descriptors. Then <see cref="LowerTo" /> must follow.
    /// </summary>
    internal static Scope Begin(ulong? soft) => new(soft);

    /// <summary>Lowers the limit of a child that has started. False when that is unnecessary or impossible.</summary>
    internal static bool LowerTo(int pid, ulong soft)
    {
        var limits = stackalloc ulong[2];
        if (prlimit(pid, RLIMIT_NOFILE, null, limits) != 0 || limits[0] <= soft)
        {
            return false;
        }

        limits[0] = soft;
        return prlimit(pid, RLIMIT_NOFILE, limits, null) == 0;
    }

    /// <summary>
    /// The parent's soft limit is the one that we had, unless limits were changed between its fork and our exec. A
    /// changed hard limit shows that.
    /// </summary>
    internal static ulong? Choose((ulong Soft, ulong Hard) ours, (ulong Soft, ulong Hard)? parents) =>
        ours.Soft == ours.Hard && parents is var (soft, hard) && hard == ours.Hard && soft < hard ? soft : null;

    /// <summary>The line <c>Max open files</c> of <c>/proc/PID/limits</c>.</summary>
    internal static (ulong Soft, ulong Hard)? Parse(string limits)
    {
        const string name = "Max open files";
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, var hard, ..]
            ? (ValueOf(soft), ValueOf(hard))
            : null;
    }

    private static ulong ValueOf(string limit) =>
        ulong.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : ulong.MaxValue;

    private static ulong? Read()
    {
        var ours = stackalloc ulong[2];
        if (!OperatingSystem.IsLinux() || prlimit(0, RLIMIT_NOFILE, null, ours) != 0)
        {
            return null;
        }

        try
        {
            return Choose((ours[0], ours[1]), Parse(File.ReadAllText($"/proc/{getppid()}/limits")));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is invisible in another pid namespace.
            return null;
        }
    }

    /// <summary>The duration of one start. Other starts wait for it.</summary>
    internal readonly ref struct Scope
    {
        private readonly Lock.Scope _lock;
        private readonly ulong? _wanted;
        private readonly ulong _soft;
        private readonly ulong _hard;
        private readonly bool _isLowered;

        internal Scope(ulong? soft)
        {
            _lock = Starting.EnterScope();
            _wanted = soft;
            var limits = stackalloc ulong[2];
            if (
                soft is { } wanted
                && prlimit(0, RLIMIT_NOFILE, null, limits) == 0
                && wanted < limits[0]
                && LowestFree() + Room <= wanted
            )
            {
                (_soft, _hard) = (limits[0], limits[1]);
                limits[0] = wanted;
                _isLowered = prlimit(0, RLIMIT_NOFILE, limits, null) == 0;
            }
        }

        /// <summary>For a child that was started while the node's limit could not be lowered.</summary>
        internal void Ensure(int pid)
        {
            if (_wanted is { } soft && !_isLowered)
            {
                _ = LowerTo(pid, soft);
            }
        }

        public void Dispose()
        {
            if (_isLowered)
            {
                var limits = stackalloc ulong[2] { _soft, _hard };
                _ = prlimit(0, RLIMIT_NOFILE, limits, null);
            }

            _lock.Dispose();
        }

        // Each open takes the lowest free number.
        private static ulong LowestFree()
        {
            var descriptor = eventfd(0, EFD_CLOEXEC);
            if (descriptor < 0)
            {
                return int.MaxValue;
            }

            _ = close(descriptor);
            return (ulong)descriptor;
        }
    }

    [LibraryImport("libc")]
    private static partial int prlimit(int pid, int resource, ulong* limits, ulong* previous);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
