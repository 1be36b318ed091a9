using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a command about one process has to bring along.</summary>
internal static class KeyRules
{
    /// <summary>One line that says what is wrong, or null.</summary>
    public static string? Problem(object command) =>
        command is IWithProcessKey { Key: null } ? "Key: must not be null" : null;
}
