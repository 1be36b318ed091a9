using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// Restores SIGCHLD for a node that was started with it ignored, as some init scripts and cron do. The node would lose
/// every exit: the kernel reaps such children by itself, and .NET does not change an ignored signal. Any other
/// disposition, such as .NET's handler, stays.
/// </summary>
internal static unsafe partial class ChildSignals
{
    // struct sigaction begins with the handler everywhere. On Linux a mask of 128 bytes follows, then the flags.
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
