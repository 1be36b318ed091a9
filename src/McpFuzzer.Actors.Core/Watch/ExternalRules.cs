using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>What the registration of an external process may ask for.</summary>
internal static class ExternalRules
{
    /// <summary>Returns the validation errors of a registration.</summary>
    public static IReadOnlyList<ValidationError> ErrorsOf(RegisterExternal? registration) =>
        registration is null ? [new ValidationError("Registration", Value: null, "must not be null")]
        : registration.Name is null ? [new ValidationError("Name", Value: null, "must not be null")]
        :
        [
            .. registration.Pid > 1
                ? Array.Empty<ValidationError>()
                :
                [
                    new ValidationError(
                        "Pid",
                        $"{registration.Pid}",
                        "must be more than 1; the first process of a machine cannot be watched"
                    ),
                ],
            .. ProcessSpecRules.Name(registration.Name),
            .. ProcessSpecRules.Time(nameof(registration.Timeout), registration.Timeout),
        ];
}
