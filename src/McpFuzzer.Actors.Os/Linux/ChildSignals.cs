namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// A node that was started with SIGCHLD ignored (some init scripts and cron do it) would lose every exit: the kernel reaps such children by itself. Any other disposition,
/// such as the handler of .NET, is left alone.
/// </summary>
internal static unsafe class ChildSignals
{
    // struct sigaction of glibc on 64 bits: the handler at 0, a mask of 128 bytes, the flags at 136.
    private const int ActionSize = 152;
    private const int FlagsOffset = 136;
    private const nint SIG_IGN = 1;
    private const int SA_NOCLDWAIT = 2;

    internal static void EnsureExitsAreKept()
    {
        var action = stackalloc byte[ActionSize];
        if (Libc.sigaction(Libc.SIGCHLD, null, action) != 0)
        {
            return;
        }

        if (*(nint*)action == SIG_IGN || (*(int*)(action + FlagsOffset) & SA_NOCLDWAIT) != 0)
        {
            // All zero is SIG_DFL with no flags.
            new Span<byte>(action, ActionSize).Clear();
            _ = Libc.sigaction(Libc.SIGCHLD, action, null);
        }
    }
}
