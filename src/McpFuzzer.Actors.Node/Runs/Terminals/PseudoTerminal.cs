using System.Runtime.InteropServices;
using static McpFuzzer.Actors.Node.Runs.Terminals.TerminalCalls;

namespace McpFuzzer.Actors.Node.Runs.Terminals;

/// <summary>What a look at a pseudo-terminal came to.</summary>
internal enum Looked
{
    /// <summary>Something was read.</summary>
    Read,

    /// <summary>The time is over, and there is nothing.</summary>
    Nothing,

    /// <summary>Nothing has it for a terminal.</summary>
    HungUp,

    /// <summary>The look was ended from outside.</summary>
    Woken,
}

/// <summary>A pseudo-terminal (pty(7)): one side is the command's terminal, the other is ours.</summary>
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

    /// <summary>The command's side.</summary>
    public string Path { get; }

    /// <summary>With the settings and the size of a terminal of ours.</summary>
    /// <param name="terminal">Ours.</param>
    /// <param name="isRaw">Ours is raw meanwhile, and leaves it to this one to end lines as terminals have it.</param>
    /// <exception cref="IOException">There is none to be had.</exception>
    public static PseudoTerminal OpenLike(int terminal, bool isRaw)
    {
        var master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        var path = stackalloc byte[LongestPath];
        if (
            master < 0
            || grantpt(master) != 0
            || unlockpt(master) != 0
            || ptsname_r(master, path, LongestPath) != 0
            || eventfd(0, O_CLOEXEC) is not (>= 0 and var wake)
        )
        {
            var why = Marshal.GetLastPInvokeErrorMessage();
            _ = master < 0 ? 0 : close(master);
            throw new IOException($"no pseudo-terminal can be had: {why}");
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

    /// <summary>Lets another user open the command's side.</summary>
    public void GiveTo(uint user) => _ = chown(Path, user, uint.MaxValue);

    /// <summary>Takes over the size of a terminal of ours; where it changes, the kernel tells the command.</summary>
    public void SizeLike(int terminal)
    {
        var size = stackalloc byte[WindowSize];
        if (ioctl(terminal, TIOCGWINSZ, size) == 0)
        {
            _ = ioctl(_master, TIOCSWINSZ, size);
        }
    }

    /// <summary>Ends the look that is under way, or else the next.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Reads what the command shows.</summary>
    /// <param name="buffer">Takes it.</param>
    /// <param name="count">How much it is.</param>
    /// <param name="milliseconds">How long it is waited for; -1 is without bound.</param>
    public Looked Look(Span<byte> buffer, out int count, int milliseconds)
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

    /// <summary>Gives the command keys; waits until all are taken.</summary>
    public void Type(ReadOnlySpan<byte> keys)
    {
        fixed (byte* start = keys)
        {
            for (var written = 0; written < keys.Length; )
            {
                var count = (int)write(_master, start + written, (nuint)(keys.Length - written));
                if (count < 0 && Marshal.GetLastPInvokeError() != EINTR)
                {
                    return;
                }

                written += Math.Max(0, count);
            }
        }
    }
}
