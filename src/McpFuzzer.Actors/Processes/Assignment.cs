using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>One start of a key: what a ProcessActor is made for.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Which start of the key.</param>
/// <param name="Spec">What to start.</param>
/// <param name="Ladder">How it is stopped.</param>
/// <param name="Containment">What its set is made of.</param>
/// <param name="Mask">Hides its secrets.</param>
/// <param name="Launch">The start itself.</param>
/// <param name="SampleInterval">How often it is looked at where its limits are sampled.</param>
/// <param name="Probe">Asks the callback of whoever started it; null where there is none.</param>
/// <param name="Restarts">How often the key was restarted up to this start.</param>
internal sealed record Assignment(
    ProcessKey Key,
    int Incarnation,
    ProcessSpec Spec,
    StopLadder Ladder,
    ContainmentLevel Containment,
    SecretMask Mask,
    Launch Launch,
    TimeSpan SampleInterval,
    ActivityProbe? Probe,
    int Restarts
)
{
    public ProcessPlan Plan => new(Spec.Stdin == StdioMode.Piped, Ladder, Spec.MaxTime);

    /// <summary>The argument vector as it may be shown.</summary>
    public IReadOnlyList<string> ShownCommand { get; } = SecretRules.MaskArguments(Spec.Command, Spec.Redact);
}
