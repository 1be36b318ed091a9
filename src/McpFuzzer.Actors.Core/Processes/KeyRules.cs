using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Validates commands about one process.</summary>
internal static class KeyRules
{
    /// <summary>Returns the validation error of a command, or null.</summary>
    public static ValidationError? ErrorOf(object command) =>
        command is IWithProcessKey { Key: null } ? new ValidationError("Key", Value: null, "must not be null") : null;
}
