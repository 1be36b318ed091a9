using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Validates signals.</summary>
internal static class SignalRules
{
    /// <summary>Returns the first validation error, or null.</summary>
    public static ValidationError? ErrorOf(SignalProcess signal) =>
        ProcessBounds.Signal.ErrorOf("Signal", signal.Signal)
        ?? (
            Enum.IsDefined(signal.Scope)
                ? null
                : new ValidationError("Scope", $"{signal.Scope}", "must be Leader or Group")
        );
}
