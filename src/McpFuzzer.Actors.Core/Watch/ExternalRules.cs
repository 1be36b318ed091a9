using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>What a registration of an external process may ask for. Each fault is one line: what, and what is allowed.</summary>
internal static class ExternalRules
{
    /// <summary>The faults; none when the process may be looked for.</summary>
    public static IReadOnlyList<string> Validate(RegisterExternal? registration) =>
        registration is null ? ["Registration: must not be null"]
        : registration.Name is null ? ["Name: must not be null"]
        : Faults(registration);

    private static IReadOnlyList<string> Faults(RegisterExternal registration) =>
        [
            .. registration.Pid > 1
                ? Array.Empty<string>()
                :
                [
                    $"Pid = {registration.Pid}: must be more than 1: the first process of a machine is nobody's to watch",
                ],
            .. ProcessSpecRules.Name(registration.Name),
            .. ProcessSpecRules.Time(nameof(registration.Timeout), registration.Timeout),
        ];
}
