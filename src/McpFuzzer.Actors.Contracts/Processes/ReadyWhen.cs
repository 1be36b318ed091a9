namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The sign by which a process is known to be ready. It must pass through the node: a stream that is null or inherited gives none.</summary>
public abstract record ReadyWhen
{
    private ReadyWhen() { }

    /// <summary>The first byte on stdout or stderr.</summary>
    public sealed record FirstOutput : ReadyWhen;

    /// <summary>The first line of stdout or stderr that matches.</summary>
    /// <param name="Pattern">
    /// A .NET regular expression without backtracking constructs (RegexOptions.NonBacktracking), so that no output can make it slow. It is matched against the line without
    /// its line break, decoded as UTF-8; of a line longer than 64 KiB against its beginning; a last line without a line break is none. A pattern that needs more than
    /// 1,000 states is refused.
    /// </param>
    public sealed record LineMatching(string Pattern) : ReadyWhen;
}
