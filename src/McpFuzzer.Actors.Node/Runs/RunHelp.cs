using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What the help of <c>run</c> says beside its options.</summary>
internal static class RunHelp
{
    private static readonly int Killed = ExitCodes.Of(ProcessSignal.Kill);
    private static readonly int Terminated = ExitCodes.Of(ProcessSignal.Terminate);

    public static IReadOnlyList<(string Code, string Meaning)> Codes { get; } =
    [
        ("N", "the command's own"),
        ("128 + N", "signal N ended the command"),
        (
            "124",
            $"a timeout ended it: --idle-timeout or --max-time. {Killed} with --signal KILL; "
                + "its own code with --preserve-status"
        ),
        ("125", "wrong usage or configuration, a bug of mcpfuzzer, or a status file that can't be written"),
        ("126", "the command was found, but can't be run"),
        ("127", "the command, or the interpreter in its first line, was not found"),
    ];

    public static string Notes { get; } =
        $"""
            Limits and restarts:
              When a limit ends the command, mcpfuzzer exits with the command's own code.
              Instead of 0 it is {Terminated} (128 and the number of --signal). With --restart the
              last run counts.

            Signals:
              mcpfuzzer passes SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 and
              SIGWINCH on to the command and its group. The command decides what to do.
              A signal that was ignored when mcpfuzzer started is not passed on, and the
              command ignores it too. SIGTERM is always passed on. SIGTERM, SIGPIPE and
              SIGCHLD are at their default when the command starts.
              The third SIGINT or SIGTERM within five seconds stops the command: SIGTERM or
              --signal, and SIGKILL after --grace. The fourth is SIGKILL at once.
              SIGTSTP (Ctrl-Z) stops the command and mcpfuzzer; SIGCONT continues both.
              There is no restart after SIGINT or SIGTERM, nor after a command that died of
              a signal that was passed on.

            The command:
              mcpfuzzer starts it directly, never through a shell, in a session of its own.
              Without --idle-timeout it has the stdin, stdout and stderr of mcpfuzzer, but
              no controlling terminal. With --idle-timeout, where stdout is a terminal, it
              has a terminal of its own: each key goes to it, Ctrl-C and Ctrl-Z too.
              It has the descriptors beyond 2 that mcpfuzzer was started with.
              When it has ended, mcpfuzzer ends the processes that it left behind: SIGTERM
              or --signal, and SIGKILL after --grace.
            """;
}
