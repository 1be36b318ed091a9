using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>How the target was started, without secrets.</summary>
/// <param name="Command">The argument vector with its secrets masked.</param>
/// <param name="Masked">Whether a part of the command was masked, so that it can't be run from the report.</param>
/// <param name="Variables">The names of the environment variables that were changed; never a value.</param>
/// <param name="CleanEnvironment">Whether it started from a clean environment.</param>
/// <param name="WorkingDirectory">Its working directory; null means that of the campaign.</param>
internal sealed record ReportTarget(
    IReadOnlyList<string> Command,
    bool Masked,
    IReadOnlyList<string> Variables,
    bool CleanEnvironment,
    string? WorkingDirectory
)
{
    /// <summary>Describes a spec without secrets.</summary>
    public static ReportTarget Of(ProcessSpec spec) =>
        new(
            SecretRules.MaskArguments(spec.Command, spec.Redact),
            SecretRules.SecretArguments(spec.Command, spec.Redact).Count > 0,
            [.. spec.Environment.Keys.Order(StringComparer.Ordinal)],
            spec.CleanEnvironment,
            spec.WorkingDirectory
        );
}
