using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>How the target was started, as far as a report may say it.</summary>
/// <param name="Command">The argument vector with its secrets masked.</param>
/// <param name="Masked">Whether a part of the command was masked, so that it can't be run from the report.</param>
/// <param name="Variables">The names of the environment variables that were changed; never a value.</param>
/// <param name="CleanEnvironment">Whether it started from a clean environment.</param>
/// <param name="WorkingDirectory">Where it started; null is where the campaign ran.</param>
internal sealed record ReportTarget(
    IReadOnlyList<string> Command,
    bool Masked,
    IReadOnlyList<string> Variables,
    bool CleanEnvironment,
    string? WorkingDirectory
)
{
    /// <summary>What may be said of a spec.</summary>
    public static ReportTarget Of(ProcessSpec spec) =>
        new(
            SecretRules.MaskArguments(spec.Command, spec.Redact),
            SecretRules.SecretArguments(spec.Command, spec.Redact).Count > 0,
            [.. spec.Environment.Keys.Order(StringComparer.Ordinal)],
            spec.CleanEnvironment,
            spec.WorkingDirectory
        );
}
