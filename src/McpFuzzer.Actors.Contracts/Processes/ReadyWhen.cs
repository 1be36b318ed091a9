namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// When a process counts as ready. The output must pass through the node: a null or inherited stream never makes it
/// ready.
/// </summary>
public abstract record ReadyWhen
{
    private ReadyWhen() { }

    /// <summary>The first byte on stdout or stderr.</summary>
    public sealed record FirstOutput : ReadyWhen;

    /// <summary>The first line of stdout or stderr that matches.</summary>
    /// <param name="Pattern">A .NET regular expression without backtracking constructs (RegexOptions.NonBacktracking),
    /// so that no output can make it slow. It is matched against the line without its line break, decoded as UTF-8.
    /// Only the first 64 KiB of a line count. A last line without a line break does not count. A pattern that needs
    /// more than 1,000 states is rejected.</param>
    public sealed record LineMatching(string Pattern) : ReadyWhen;
}
