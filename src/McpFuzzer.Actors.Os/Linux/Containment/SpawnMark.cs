using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The mark of <see cref="SetTags" />: the soft value of RLIMIT_LOCKS, which has had no function since Linux 2.4.25
/// (getrlimit(2)), is inherited through fork and exec, and can be read of every process, zombies too, in
/// /proc/PID/limits. It is this whole process's own: who spawns meanwhile hands it down, so it is set under one lock
/// and put back at once.
/// </summary>
internal static unsafe class SpawnMark
{
    private static readonly Lock Spawning = new();
    private static readonly Lazy<bool> Available = new(Probe);

    /// <summary>
    /// False where the hard limit is too low, or /proc does not show it; the cookie alone is left then.
    /// </summary>
    internal static bool IsAvailable => Available.Value;

    /// <summary>
    /// What is spawned until the disposal carries the mark, or none of ours; nobody else of ours spawns meanwhile.
    /// </summary>
    internal static Scope Begin(SetTags? tags) => new(tags);

    /// <summary>The tags that a process is marked with; false when it has none or is gone.</summary>
    internal static bool TryRead(int pid, out SetTags tags)
    {
        tags = default;
        return TryReadSoft(pid, out var soft) && SetTags.TryParseMark(soft, out tags);
    }

    /// <summary>
    /// The soft limit of file locks, mark or not; false where there is none, or when the process is gone.
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

        // Another user's: /proc shows it to everybody.
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

    /// <summary>The time of one spawn.</summary>
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
