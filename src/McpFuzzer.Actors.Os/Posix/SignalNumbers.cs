namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// Signal numbers under their names (signal(7)): those of Linux on x86 and Arm, and of macOS where they differ.
/// </summary>
internal static class SignalNumbers
{
    internal const int SIGHUP = 1;
    internal const int SIGINT = 2;
    internal const int SIGQUIT = 3;
    internal const int SIGKILL = 9;
    internal const int SIGPIPE = 13;
    internal const int SIGTERM = 15;
    internal const int SIGXFSZ = 25;
    internal const int SIGWINCH = 28;

    internal static int SIGUSR1 { get; } = OperatingSystem.IsMacOS() ? 30 : 10;

    internal static int SIGUSR2 { get; } = OperatingSystem.IsMacOS() ? 31 : 12;

    internal static int SIGCHLD { get; } = OperatingSystem.IsMacOS() ? 20 : 17;

    internal static int SIGCONT { get; } = OperatingSystem.IsMacOS() ? 19 : 18;

    internal static int SIGSTOP { get; } = OperatingSystem.IsMacOS() ? 17 : 19;

    internal static int SIGTSTP { get; } = OperatingSystem.IsMacOS() ? 18 : 20;
}
