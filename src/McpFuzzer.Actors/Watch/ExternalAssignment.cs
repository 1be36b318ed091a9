using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Watch;

/// <summary>The assignment of an ExternalActor.</summary>
/// <param name="Key">The generated key.</param>
/// <param name="Registration">The registered process.</param>
/// <param name="Probe">Calls its callback; null when it has none.</param>
/// <param name="Ladder">Its ladder. Its stdin is not closed.</param>
/// <param name="Host">The host that binds it.</param>
internal sealed record ExternalAssignment(
    ProcessKey Key,
    RegisterExternal Registration,
    ActivityProbe? Probe,
    StopLadder Ladder,
    IProcessHost Host
);
