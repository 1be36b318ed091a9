using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// A node that was started with SIGCHLD ignored (some init scripts and cron do it) would lose every exit: the kernel
/// reaps such children by itself, and .NET leaves what is ignored as it is. Any other disposition, such as the handler
/// of .NET, is left alone.
/// </summary>
internal static unsafe partial class ChildSignals
{
    // struct sigaction begins with the handler everywhere; on Linux a mask of 128 bytes follows, and the flags.
    private const int MoreThanAnAction = 256;
    private const int MaskSize = 128;
    private const nint SIG_DFL = 0;
    private const nint SIG_IGN = 1;
    private const int SA_NOCLDWAIT = 2;

    internal static void EnsureExitsAreKept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var action = stackalloc byte[MoreThanAnAction];
        if (sigaction(SignalNumbers.SIGCHLD, 0, action) != 0)
        {
            return;
        }

        var flags = OperatingSystem.IsLinux() ? *(int*)(action + sizeof(nint) + MaskSize) : 0;
        if (*(nint*)action == SIG_IGN || (flags & SA_NOCLDWAIT) != 0)
        {
            _ = signal(SignalNumbers.SIGCHLD, SIG_DFL);
        }
    }

    [LibraryImport("libc")]
    private static partial int sigaction(int number, nint action, byte* previous);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);
}
