using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Finds required parts of a spec that are null. Only a local caller can leave one out.</summary>
internal static class SpecNulls
{
    public static IEnumerable<ValidationError> Of(ProcessSpec? spec) =>
        spec is null
            ? [Null("Spec")]
            :
            [
                .. Of("Command", spec.Command),
                .. Of("Environment", spec.Environment is null),
                .. Of("Name", spec.Name is null),
                .. Of("Restart", spec.Restart is null),
                .. Of("Redact", spec.Redact),
            ];

    private static IEnumerable<ValidationError> Of(string name, bool isNull) => isNull ? [Null(name)] : [];

    private static IEnumerable<ValidationError> Of(string name, IReadOnlyList<string>? texts) =>
        texts is null
            ? Of(name, isNull: true)
            : texts.SelectMany((text, index) => Of($"{name}[{index}]", text is null));

    private static ValidationError Null(string name) => new(name, Value: null, "must not be null");
}
