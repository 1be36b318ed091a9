namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Identifies the sender of a command, to whom replies and events go. Core only compares it.</summary>
/// <param name="Reference">What the actor knows the sender by.</param>
internal sealed record SenderId(object Reference);
