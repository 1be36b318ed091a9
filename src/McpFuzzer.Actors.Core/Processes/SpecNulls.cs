using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a spec must say and does not, which a caller of the node itself can bring about; a fault each.</summary>
internal static class SpecNulls
{
    public static IEnumerable<string> Of(ProcessSpec? spec) =>
        spec is null
            ? ["Spec: must not be null"]
            :
            [
                .. Of("Command", spec.Command),
                .. Of("Environment", spec.Environment is null),
                .. Of("Name", spec.Name is null),
                .. Of("Restart", spec.Restart is null),
                .. Of("Redact", spec.Redact),
            ];

    private static IEnumerable<string> Of(string what, bool isNull) => isNull ? [$"{what}: must not be null"] : [];

    private static IEnumerable<string> Of(string what, IReadOnlyList<string>? texts) =>
        texts is null
            ? Of(what, isNull: true)
            : texts.SelectMany((text, index) => Of($"{what}[{index}]", text is null));
}
