namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The names of Linux signals (signal(7), the numbering of x86 and Arm).</summary>
public static class SignalName
{
    private static readonly string[] Names =
    [
        "0",
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS",
    ];

    /// <summary>The name of a signal's number; a number without a name is shown as <c>signal N</c>.</summary>
    public static string Of(int number) => number > 0 && number < Names.Length ? Names[number] : $"signal {number}";
}
