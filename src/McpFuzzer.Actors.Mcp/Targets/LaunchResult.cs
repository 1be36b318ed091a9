using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Targets;

/// <summary>The outcome of a launch.</summary>
internal abstract record LaunchResult
{
    private LaunchResult() { }

    /// <summary>It runs, and its streams are attached.</summary>
    internal sealed record Launched(TargetProcess Process) : LaunchResult;

    /// <summary>It did not start.</summary>
    /// <param name="Why">One line.</param>
    internal sealed record NotStarted(string Why) : LaunchResult;

    /// <summary>It started, but it exited, or its streams could not be attached. It is stopped.</summary>
    /// <param name="Why">One line.</param>
    /// <param name="Stopped">How it was stopped.</param>
    internal sealed record NotAttached(string Why, IStopReply Stopped) : LaunchResult;
}
