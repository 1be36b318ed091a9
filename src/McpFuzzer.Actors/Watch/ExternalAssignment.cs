using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Watch;

/// <summary>What an ExternalActor is made for.</summary>
/// <param name="Key">The key that was made for the process.</param>
/// <param name="Registration">Which process, as it was asked for.</param>
/// <param name="Probe">Asks its callback; null where it has none.</param>
/// <param name="Ladder">How it is ended; its stdin is not ours to close.</param>
/// <param name="Host">Who binds it.</param>
internal sealed record ExternalAssignment(
    ProcessKey Key,
    RegisterExternal Registration,
    ActivityProbe? Probe,
    StopLadder Ladder,
    IProcessHost Host
);
