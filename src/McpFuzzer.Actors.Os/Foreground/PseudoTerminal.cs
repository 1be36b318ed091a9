using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Linux.Users;
using McpFuzzer.Actors.Os.Posix;
using static McpFuzzer.Actors.Os.Posix.TerminalCalls;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>The result of waiting for a pseudo-terminal.</summary>
internal enum Looked
{
    /// <summary>Bytes were read.</summary>
    Read,

    /// <summary>The time is over, and no bytes arrived.</summary>
    Nothing,

    /// <summary>No process has it open as its terminal.</summary>
    HungUp,

    /// <summary>Another thread ended the wait.</summary>
    Woken,
}

/// <summary>A pseudo-terminal (pty(7)). One side is the command's terminal, the other side is ours.</summary>
internal sealed unsafe class PseudoTerminal
{
    private const int LongestPath = 128;

    private readonly int _master;
    private readonly int _wake;

    private PseudoTerminal(int master, int wake, string path)
    {
        _master = master;
        _wake = wake;
        Path = path;
    }

    /// <summary>The path of the command's side.</summary>
    internal string Path { get; }

    /// <summary>Opens one with the settings and the size of our terminal.</summary>
    /// <param name="like">The stream that is our terminal.</param>
    /// <param name="isRaw">Whether ours is raw meanwhile, and leaves the ends of lines to this one.</param>
    /// <param name="user">The user whose command opens it; null is our own.</param>
    /// <returns>Null where the stream is not a terminal, where no pseudo-terminal is left, and off Linux.</returns>
    internal static PseudoTerminal? TryOpen(StandardStream like, bool isRaw, string? user)
    {
        if (!OperatingSystem.IsLinux() || !StandardStreams.IsTerminal(like))
        {
            return null;
        }

        var opened = TryOpenLike((int)like, isRaw);
        if (opened is not null && UserAccount.TryFind(user, out var account) is null && account is not null)
        {
            _ = chown(opened.Path, account.Uid, uint.MaxValue);
        }

        return opened;
    }

    /// <summary>Takes over the size of our terminal. The kernel signals a change to the command.</summary>
    internal void SizeLike(StandardStream stream) => SizeLike((int)stream);

    private static PseudoTerminal? TryOpenLike(int terminal, bool isRaw)
    {
        var master = posix_openpt(Libc.O_RDWR | O_NOCTTY | Libc.O_CLOEXEC);
        var path = stackalloc byte[LongestPath];
        if (
            master < 0
            || grantpt(master) != 0
            || unlockpt(master) != 0
            || ptsname_r(master, path, LongestPath) != 0
            || eventfd(0, Libc.O_CLOEXEC) is not (>= 0 and var wake)
        )
        {
            // A container without devpts.
            _ = master < 0 ? 0 : close(master);
            return null;
        }

        var opened = new PseudoTerminal(master, wake, Marshal.PtrToStringUTF8((nint)path)!);
        var settings = stackalloc byte[SettingsSize];
        if (tcgetattr(terminal, settings) == 0)
        {
            *(uint*)(settings + OutputFlags) &= isRaw ? uint.MaxValue : ~OPOST;
            _ = tcsetattr(master, TCSANOW, settings);
        }

        opened.SizeLike(terminal);
        return opened;
    }

    private void SizeLike(int terminal)
    {
        var size = stackalloc byte[WindowSize];
        if (ioctl(terminal, TIOCGWINSZ, size) == 0)
        {
            _ = ioctl(_master, TIOCSWINSZ, size);
        }
    }

    /// <summary>Ends the current wait, or the next one.</summary>
    internal void Wake()
    {
        ulong one = 1;
        _ = write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Reads the command's output.</summary>
    /// <param name="buffer">Receives it.</param>
    /// <param name="count">The number of bytes read.</param>
    /// <param name="milliseconds">How long to wait; -1 waits without a limit.</param>
    internal Looked Look(Span<byte> buffer, out int count, int milliseconds)
    {
        count = 0;
        var polled = stackalloc Polled[]
        {
            new Polled { Descriptor = _wake, Events = POLLIN },
            new Polled { Descriptor = _master, Events = POLLIN },
        };
        if (poll(polled, 2, milliseconds) <= 0)
        {
            return Looked.Nothing;
        }

        if (polled[0].Happened != 0)
        {
            ulong woken;
            _ = read(_wake, (byte*)&woken, sizeof(ulong));
            return Looked.Woken;
        }

        fixed (byte* start = buffer)
        {
            count = (int)Math.Max(0, read(_master, start, (nuint)buffer.Length));
        }

        return count > 0 ? Looked.Read : Looked.HungUp;
    }

    /// <summary>Sends keys to the command, and waits until it has taken them all.</summary>
    internal void Type(ReadOnlySpan<byte> keys)
    {
        fixed (byte* start = keys)
        {
            for (var written = 0; written < keys.Length; )
            {
                var count = (int)write(_master, start + written, (nuint)(keys.Length - written));
                if (count < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                {
                    return;
                }

                written += Math.Max(0, count);
            }
        }
    }
}
