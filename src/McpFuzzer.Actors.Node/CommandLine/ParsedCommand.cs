namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>What the command line asks for.</summary>
internal abstract record ParsedCommand
{
    private ParsedCommand() { }

    /// <summary>A campaign.</summary>
    internal sealed record Fuzz(FuzzOptions Options) : ParsedCommand;

    /// <summary>Recorded calls, sent again.</summary>
    internal sealed record Replay(ReplayOptions Options) : ParsedCommand;

    /// <summary>The reports of a run that was killed.</summary>
    internal sealed record Report(ReportOptions Options) : ParsedCommand;

    /// <summary>One command, supervised in the foreground.</summary>
    internal sealed record Run(RunOptions Options) : ParsedCommand;

    /// <summary>A cluster node.</summary>
    internal sealed record Node(NodeOptions Options) : ParsedCommand;

    /// <summary>The sample server on our own stdio.</summary>
    internal sealed record SampleServer : ParsedCommand;

    /// <summary>Text that was asked for: help or the version.</summary>
    internal sealed record Show(string Text) : ParsedCommand;

    /// <summary>Wrong usage, in one line.</summary>
    internal sealed record Refused(string Message, int ExitCode = ExitCodes.Usage) : ParsedCommand;
}
