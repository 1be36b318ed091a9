using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os;

/// <summary>A signal, by its meaning.</summary>
/// <param name="Number">Its number as messages carry it: that of Linux, on every system.</param>
internal readonly record struct ProcessSignal(int Number)
{
    internal static ProcessSignal HangUp { get; } = Named("SIGHUP");

    internal static ProcessSignal Interrupt { get; } = Named("SIGINT");

    internal static ProcessSignal Quit { get; } = Named("SIGQUIT");

    internal static ProcessSignal Kill { get; } = new(SignalName.Kill);

    internal static ProcessSignal User1 { get; } = Named("SIGUSR1");

    internal static ProcessSignal User2 { get; } = Named("SIGUSR2");

    internal static ProcessSignal Terminate { get; } = new(SignalName.Terminate);

    /// <summary>A child has ended (SIGCHLD).</summary>
    internal static ProcessSignal ChildEnded { get; } = Named("SIGCHLD");

    internal static ProcessSignal Continue { get; } = Named("SIGCONT");

    /// <summary>Stops a process, which can neither handle nor ignore it (SIGSTOP).</summary>
    internal static ProcessSignal Stop { get; } = Named("SIGSTOP");

    /// <summary>Asks a process to stop, as Ctrl-Z does (SIGTSTP).</summary>
    internal static ProcessSignal TerminalStop { get; } = Named("SIGTSTP");

    internal static ProcessSignal WindowChange { get; } = Named("SIGWINCH");

    /// <summary>Its number on this system; null when the system lacks it.</summary>
    internal int? NumberHere => SignalNumbering.Here.NumberOf(Number);

    private static ProcessSignal Named(string name) =>
        SignalName.TryParse(name, out var number)
            ? new(number)
            : throw new ArgumentException($"{name} is not a signal", nameof(name));
}
