using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Validates restart policies.</summary>
internal static class RestartRules
{
    /// <summary>Returns the validation errors of a policy.</summary>
    public static IEnumerable<ValidationError> ErrorsOf(RestartPolicy policy) =>
        (
            (IEnumerable<ValidationError?>)
                [
                    Enum.IsDefined(policy.Mode)
                        ? null
                        : new ValidationError("Restart.Mode", $"{policy.Mode}", "must be Never, OnFailure or Always"),
                    Backoff(policy),
                    ProcessBounds.RandomFactor.ErrorOf("Restart.RandomFactor", policy.RandomFactor),
                    ProcessBounds.MaxRestarts.ErrorOf("Restart.MaxRestarts", policy.MaxRestarts),
                    ProcessBounds.Time.ErrorOf("Restart.Within", policy.Within),
                    ProcessBounds.Time.ErrorOf("Restart.StableAfter", policy.StableAfter),
                ]
        ).OfType<ValidationError>();

    private static ValidationError? Backoff(RestartPolicy policy) =>
        ProcessBounds.Backoff.ErrorOf("Restart.MaxBackoff", policy.MaxBackoff)
        ?? ProcessBounds.Backoff.AtMost(policy.MaxBackoff).ErrorOf("Restart.MinBackoff", policy.MinBackoff);
}
