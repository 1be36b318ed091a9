using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Posix;

/// <summary>
/// The signal numbers of a system, by their names. Messages carry the numbers of Linux on every system
/// (<see cref="SignalName" />), so a node translates each number before it sends the signal.
/// </summary>
internal sealed class SignalNumbering
{
    private readonly string[] _names;

    // Each name stands at its number.
    private SignalNumbering(params string[] names) => _names = names;

    /// <summary>signal(7) on x86 and Arm: the numbers of messages.</summary>
    internal static SignalNumbering Linux { get; } =
        new([.. Enumerable.Range(0, SignalName.Largest + 1).Select(SignalName.Of)]);

    /// <summary>signal(3) of macOS, which has no real-time signals.</summary>
    internal static SignalNumbering MacOs { get; } =
        new(
            SignalName.Of(0),
            "SIGHUP",
            "SIGINT",
            "SIGQUIT",
            "SIGILL",
            "SIGTRAP",
            "SIGABRT",
            "SIGEMT",
            "SIGFPE",
            "SIGKILL",
            "SIGBUS",
            "SIGSEGV",
            "SIGSYS",
            "SIGPIPE",
            "SIGALRM",
            "SIGTERM",
            "SIGURG",
            "SIGSTOP",
            "SIGTSTP",
            "SIGCONT",
            "SIGCHLD",
            "SIGTTIN",
            "SIGTTOU",
            "SIGIO",
            "SIGXCPU",
            "SIGXFSZ",
            "SIGVTALRM",
            "SIGPROF",
            "SIGWINCH",
            "SIGINFO",
            "SIGUSR1",
            "SIGUSR2"
        );

    /// <summary>The numbering of the system that this process runs on.</summary>
    internal static SignalNumbering Here { get; } = OperatingSystem.IsMacOS() ? MacOs : Linux;

    /// <summary>Returns the number of a signal on this system; null when the system lacks the signal.</summary>
    /// <param name="signal">Its number in messages.</param>
    internal int? NumberOf(int signal) =>
        Array.IndexOf(_names, SignalName.Of(signal)) is >= 0 and var number ? number : null;
}
