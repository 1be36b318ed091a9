namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>What the help of <c>run</c> says beyond its options.</summary>
internal static class RunHelp
{
    public const string Text = """
        Exit codes:
          N            the command's own
          128 + N      signal N ended the command
          124          a timeout ended it, --idle-timeout or --max-time;
                       137 with --signal KILL, its own with --preserve-status
          125          wrong usage or configuration, a fault of ours, a status file that can't be written
          126          the command is there but can't be run
          127          the command, or the interpreter of its first line, is not there
          A command that a limit ended gives its own code, and never 0: 143 (128 and --signal) in its place.
          With --restart it is the last run that counts.

        Signals:
          SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 and SIGWINCH go on to the command and its group; it decides
          what to do. One that was ignored when mcpfuzzer started is ignored by the command too, and not passed on; but
          for SIGTERM, which is always passed on. SIGTERM, SIGPIPE and SIGCHLD are at their default when the command
          starts.
          The third SIGINT or SIGTERM within five seconds stops the command: SIGTERM or --signal, and SIGKILL after
          --grace; the fourth is SIGKILL at once.
          SIGTSTP (Ctrl-Z) stops the command and mcpfuzzer, SIGCONT lets both go on.
          After SIGINT or SIGTERM, and after a command that died of a signal that was passed on, there is no restart.

        The command:
          It is started directly, never through a shell, in a session of its own; so it has no controlling terminal, though without --idle-timeout it has ours on its
          descriptors. With --idle-timeout, where our stdout is a terminal, it has one of its own, and each key is the
          command's, Ctrl-C and Ctrl-Z too. When it has ended, what it left behind is ended too: SIGTERM or --signal, and SIGKILL after --grace.
          --kill-after is another name of --grace. Descriptors that mcpfuzzer was started with, beyond 0 to 2, are passed on.
        """;
}
