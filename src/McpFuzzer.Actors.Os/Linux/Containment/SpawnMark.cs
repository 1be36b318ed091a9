using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The mark of <see cref="SetTags" /> (docs/hazards.md, 5): the soft value of RLIMIT_LOCKS, which has had no effect
/// since Linux 2.4.25 (getrlimit(2)). It is inherited through fork and exec, and readable for every process, even a
/// zombie, in /proc/PID/limits. The whole node has one such value, and each child inherits it. So it is set under one
/// lock for each spawn, and restored at once.
/// </summary>
internal static unsafe class SpawnMark
{
    private static readonly Lock Spawning = new();
    private static readonly Lazy<bool> Available = new(Probe);

    /// <summary>
    /// False when the hard limit is too low, or /proc does not show it. Then only the cookie is left.
    /// </summary>
    internal static bool IsAvailable => Available.Value;

    /// <summary>
    /// Processes that are spawned until the disposal carry these tags, or none. No other thread of the host
    /// spawns meanwhile.
    /// </summary>
    internal static Scope Begin(SetTags? tags) => new(tags);

    /// <summary>Reads the tags of a process. False when it has none or has ended.</summary>
    internal static bool TryRead(int pid, out SetTags tags)
    {
        tags = default;
        return TryReadSoft(pid, out var soft) && SetTags.TryParseMark(soft, out tags);
    }

    /// <summary>
    /// The soft limit of file locks, mark or not. False when there is none, or the process has ended.
    /// </summary>
    internal static bool TryReadSoft(int pid, out ulong soft)
    {
        var limits = stackalloc ulong[2];
        if (Libc.prlimit(pid, Libc.RLIMIT_LOCKS, null, limits) == 0)
        {
            soft = limits[0];
            return true;
        }

        soft = 0;
        if (Marshal.GetLastPInvokeError() == Errno.ESRCH)
        {
            return false;
        }

        // Another user's process: /proc shows its limits to all users.
        Span<byte> buffer = stackalloc byte[2048];
        return ProcFile.TryRead(pid, "limits"u8, buffer, out var count) && TryParseSoft(buffer[..count], out soft);
    }

    internal static bool TryParse(ReadOnlySpan<byte> limits, out SetTags tags)
    {
        tags = default;
        return TryParseSoft(limits, out var soft) && SetTags.TryParseMark(soft, out tags);
    }

    private static bool TryParseSoft(ReadOnlySpan<byte> limits, out ulong soft)
    {
        soft = 0;
        var name = "\nMax file locks"u8;
        var line = limits.IndexOf(name);
        return line >= 0 && Utf8Parser.TryParse(limits[(line + name.Length)..].TrimStart((byte)' '), out soft, out _);
    }

    private static bool Probe()
    {
        var limits = stackalloc ulong[2];
        var highest = new SetTags(SetTags.HighestNodeId, 0).Mark;
        if (Libc.getrlimit(Libc.RLIMIT_LOCKS, limits) != 0 || limits[1] < highest)
        {
            return false;
        }

        try
        {
            return File.ReadAllText("/proc/self/limits", Encoding.UTF8)
                .Contains("\nMax file locks", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The duration of one spawn.</summary>
    internal readonly ref struct Scope
    {
        private readonly Lock.Scope _lock;
        private readonly ulong _soft;
        private readonly ulong _hard;
        private readonly bool _isMarked;

        internal Scope(SetTags? tags)
        {
            _lock = Spawning.EnterScope();
            var limits = stackalloc ulong[2];
            if (tags is { } given && IsAvailable && Libc.getrlimit(Libc.RLIMIT_LOCKS, limits) == 0)
            {
                (_soft, _hard) = (limits[0], limits[1]);
                limits[0] = given.Mark;
                _isMarked = Libc.setrlimit(Libc.RLIMIT_LOCKS, limits) == 0;
            }
        }

        public void Dispose()
        {
            if (_isMarked)
            {
                var limits = stackalloc ulong[2] { _soft, _hard };
                _ = Libc.setrlimit(Libc.RLIMIT_LOCKS, limits);
            }

            _lock.Dispose();
        }
    }
}
