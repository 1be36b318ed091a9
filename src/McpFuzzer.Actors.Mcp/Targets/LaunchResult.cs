using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Targets;

/// <summary>The outcome of a launch.</summary>
internal abstract record LaunchResult
{
    private LaunchResult() { }

    /// <summary>It runs, and its streams are ours.</summary>
    internal sealed record Launched(TargetProcess Process) : LaunchResult;

    /// <summary>It did not start.</summary>
    /// <param name="Why">One line.</param>
    internal sealed record NotStarted(string Why) : LaunchResult;

    /// <summary>It started, but had ended, or its streams were refused, before they could be taken. It is stopped.</summary>
    /// <param name="Why">One line.</param>
    /// <param name="Stopped">How it came to its end.</param>
    internal sealed record NotAttached(string Why, IStopReply Stopped) : LaunchResult;
}
