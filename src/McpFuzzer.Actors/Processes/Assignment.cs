using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>One start of a key, as its ProcessActor needs it.</summary>
/// <param name="Run">The start.</param>
/// <param name="Incarnation">Its number among those of its key.</param>
/// <param name="Spec">What to start.</param>
/// <param name="ShownCommand">The argument vector as it may be shown.</param>
/// <param name="Ladder">How it is stopped.</param>
/// <param name="Containment">What its set is made of.</param>
/// <param name="Mask">Hides its secrets.</param>
/// <param name="Launch">The start itself.</param>
/// <param name="SampleInterval">How often its set is measured where its limits are sampled.</param>
/// <param name="Probe">Calls the activity callback that came with the start; null where there is none.</param>
/// <param name="Restarts">How often the key was restarted up to this start.</param>
internal sealed record Assignment(
    RunId Run,
    int Incarnation,
    ProcessSpec Spec,
    IReadOnlyList<string> ShownCommand,
    StopLadder Ladder,
    ContainmentLevel Containment,
    SecretMask Mask,
    Launch Launch,
    TimeSpan SampleInterval,
    ActivityProbe? Probe,
    int Restarts
)
{
    public ProcessKey Key => Run.Key;

    public StopSettings StopSettings => new(Spec.Stdin == StdioMode.Piped, Ladder, Spec.MaxTime);
}
