namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// Signal numbers of this system under their names (signal(7)). The constants are the same on Linux and macOS; the
/// others come from <see cref="SignalNumbering" />.
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

    internal static int SIGCHLD { get; } = Here(ProcessSignal.ChildEnded);

    internal static int SIGCONT { get; } = Here(ProcessSignal.Continue);

    internal static int SIGSTOP { get; } = Here(ProcessSignal.Stop);

    private static int Here(ProcessSignal signal) => signal.NumberHere!.Value;
}
