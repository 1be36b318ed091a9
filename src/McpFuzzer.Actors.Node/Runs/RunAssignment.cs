using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The run that a <see cref="RunActor" /> carries out.</summary>
/// <param name="Key">The command's key.</param>
/// <param name="Spec">What is started.</param>
/// <param name="Stdio">The streams, where they are piped.</param>
/// <param name="Tell">Writes a line to stderr.</param>
/// <param name="StopSelf">Stops this process, as the terminal's Ctrl-Z would.</param>
/// <param name="Time">The node's clocks.</param>
internal sealed record RunAssignment(
    ProcessKey Key,
    ProcessSpec Spec,
    RunStdio? Stdio,
    Action<string> Tell,
    Action StopSelf,
    TimeProvider Time
)
{
    /// <summary>The signal that ends the command.</summary>
    public int Signal { get; init; } = SignalName.Terminate;
}
