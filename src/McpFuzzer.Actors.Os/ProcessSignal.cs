using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os;

/// <summary>A signal of this system, by its meaning.</summary>
/// <param name="Number">Its number here, as commands, replies and exit codes carry it.</param>
internal readonly record struct ProcessSignal(int Number)
{
    internal static ProcessSignal HangUp { get; } = new(SignalNumbers.SIGHUP);

    internal static ProcessSignal Interrupt { get; } = new(SignalNumbers.SIGINT);

    internal static ProcessSignal Quit { get; } = new(SignalNumbers.SIGQUIT);

    internal static ProcessSignal Kill { get; } = new(SignalNumbers.SIGKILL);

    internal static ProcessSignal User1 { get; } = new(SignalNumbers.SIGUSR1);

    internal static ProcessSignal User2 { get; } = new(SignalNumbers.SIGUSR2);

    internal static ProcessSignal Terminate { get; } = new(SignalNumbers.SIGTERM);

    internal static ProcessSignal Continue { get; } = new(SignalNumbers.SIGCONT);

    /// <summary>Stops a process, which can neither handle nor ignore it (SIGSTOP).</summary>
    internal static ProcessSignal Stop { get; } = new(SignalNumbers.SIGSTOP);

    /// <summary>Asks a process to stop, as Ctrl-Z does (SIGTSTP).</summary>
    internal static ProcessSignal TerminalStop { get; } = new(SignalNumbers.SIGTSTP);

    internal static ProcessSignal WindowChange { get; } = new(SignalNumbers.SIGWINCH);
}
