using System.Buffers.Text;

namespace McpFuzzer.Actors.Os.Linux.External;

/// <summary>The users of a process, by /proc/PID/status (proc_pid_status(5)).</summary>
internal readonly record struct ProcessUsers(uint Real, uint Effective, uint Saved)
{
    /// <summary>False when the process has ended, or is unreadable for us.</summary>
    internal static bool TryRead(int pid, out ProcessUsers users)
    {
        Span<byte> buffer = stackalloc byte[4096];
        users = default;
        return ProcFile.TryRead(pid, "status"u8, buffer, out var count) && TryParse(buffer[..count], out users);
    }

    internal static bool TryParse(ReadOnlySpan<byte> status, out ProcessUsers users)
    {
        users = default;
        var line = status.IndexOf("\nUid:\t"u8);
        if (line < 0)
        {
            return false;
        }

        var rest = status[(line + "\nUid:\t"u8.Length)..];
        if (
            !TryTake(ref rest, out var real)
            || !TryTake(ref rest, out var effective)
            || !TryTake(ref rest, out var saved)
        )
        {
            return false;
        }

        users = new ProcessUsers(real, effective, saved);
        return true;
    }

    /// <summary>Whether the process has no other user's rights.</summary>
    internal bool AreAll(uint user) => Real == user && Effective == user && Saved == user;

    public override string ToString() => Real == Effective && Real == Saved ? $"{Real}" : $"{Real}/{Effective}/{Saved}";

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out uint user)
    {
        var isNumber = Utf8Parser.TryParse(rest, out user, out var used);
        rest = rest[Math.Min(used + 1, rest.Length)..];
        return isNumber;
    }
}
