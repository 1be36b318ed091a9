using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Runs.Terminals;

/// <summary>
/// What is taken from the C library for terminals, as Linux has it (pty(7), termios(3), ioctl_tty(2)).
/// </summary>
internal static unsafe partial class TerminalCalls
{
    public const int O_RDWR = 0x2;
    public const int O_NOCTTY = 0x100;
    public const int O_CLOEXEC = 0x80000;
    public const int TCSANOW = 0;
    public const int TCSADRAIN = 1;
    public const nuint TIOCGWINSZ = 0x5413;
    public const nuint TIOCSWINSZ = 0x5414;
    public const short POLLIN = 1;
    public const int EINTR = 4;

    public const int OutputFlags = 4;
    public const uint OPOST = 1;

    // struct termios has 60 bytes, struct winsize 8; there is room to spare.
    public const int SettingsSize = 256;
    public const int WindowSize = 16;

    [StructLayout(LayoutKind.Sequential)]
    public struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [LibraryImport("libc")]
    public static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int grantpt(int master);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unlockpt(int master);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ptsname_r(int master, byte* name, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chown(string path, uint user, uint group);

    [LibraryImport("libc")]
    public static partial int tcgetattr(int terminal, byte* settings);

    [LibraryImport("libc")]
    public static partial int tcsetattr(int terminal, int when, byte* settings);

    [LibraryImport("libc")]
    public static partial void cfmakeraw(byte* settings);

    [LibraryImport("libc")]
    public static partial int ioctl(int terminal, nuint request, byte* argument);

    [LibraryImport("libc")]
    public static partial int tcgetpgrp(int terminal);

    [LibraryImport("libc")]
    public static partial int getpgid(int pid);

    [LibraryImport("libc")]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Polled* polled, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);
}
