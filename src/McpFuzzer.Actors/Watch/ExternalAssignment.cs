using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes.Keys;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Watch;

/// <summary>The assignment of an ExternalActor.</summary>
/// <param name="Run">The generated key and its number.</param>
/// <param name="Registration">The registered process.</param>
/// <param name="Probe">Calls its callback; null when it has none.</param>
/// <param name="Ladder">Its ladder. Its stdin is not closed.</param>
/// <param name="Host">The host that binds it.</param>
internal sealed record ExternalAssignment(
    RunId Run,
    RegisterExternal Registration,
    ActivityProbe? Probe,
    StopLadder Ladder,
    IProcessHost Host
)
{
    public ProcessKey Key => Run.Key;
}
