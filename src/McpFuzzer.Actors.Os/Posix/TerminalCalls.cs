using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// The functions of the C library for terminals, as Linux defines them (pty(7), termios(3), ioctl_tty(2)).
/// </summary>
internal static unsafe partial class TerminalCalls
{
    internal const int O_NOCTTY = 0x100;
    internal const int TCSANOW = 0;
    internal const int TCSADRAIN = 1;
    internal const nuint TIOCGWINSZ = 0x5413;
    internal const nuint TIOCSWINSZ = 0x5414;
    internal const short POLLIN = 1;

    internal const int OutputFlags = 4;
    internal const uint OPOST = 1;

    // struct termios has 60 bytes, struct winsize 8. These are larger.
    internal const int SettingsSize = 256;
    internal const int WindowSize = 16;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Polled
    {
        internal int Descriptor;
        internal short Events;
        internal short Happened;
    }

    [LibraryImport("libc")]
    internal static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int grantpt(int master);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int unlockpt(int master);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ptsname_r(int master, byte* name, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int chown(string path, uint user, uint group);

    [LibraryImport("libc")]
    internal static partial int tcgetattr(int terminal, byte* settings);

    [LibraryImport("libc")]
    internal static partial int tcsetattr(int terminal, int when, byte* settings);

    [LibraryImport("libc")]
    internal static partial void cfmakeraw(byte* settings);

    [LibraryImport("libc")]
    internal static partial int ioctl(int terminal, nuint request, byte* argument);

    [LibraryImport("libc")]
    internal static partial int tcgetpgrp(int terminal);

    [LibraryImport("libc")]
    internal static partial int getpgid(int pid);

    [LibraryImport("libc")]
    internal static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(Polled* polled, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);
}
