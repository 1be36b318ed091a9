using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Validates the readiness of a spec. No error shows the pattern itself.</summary>
internal static class ReadinessRules
{
    /// <summary>Returns the validation errors of a spec's readiness.</summary>
    public static IEnumerable<ValidationError> ErrorsOf(ProcessSpec spec)
    {
        if (spec.ReadyWhen is not null && !PassesThrough(spec.Stdout) && !PassesThrough(spec.Stderr))
        {
            yield return new ValidationError(
                "ReadyWhen",
                $"Stdout {spec.Stdout}, Stderr {spec.Stderr}",
                "one of the streams must be CapturedTail or Piped, or no sign is ever seen"
            );
        }

        if (spec.ReadyWhen is ReadyWhen.LineMatching line && FlawOf(line.Pattern) is { } flaw)
        {
            yield return new ValidationError(
                "ReadyWhen.Pattern",
                Value: null,
                $"must be a .NET regular expression without backtracking constructs; {flaw}"
            );
        }

        if (ProcessBounds.Time.ErrorOf("ReadyTimeout", spec.ReadyTimeout) is { } error)
        {
            yield return error;
        }
    }

    private static bool PassesThrough(StdioMode output) => output is StdioMode.CapturedTail or StdioMode.Piped;

    private static string? FlawOf(string? pattern)
    {
        if (pattern is null)
        {
            return "it is null";
        }

        try
        {
            _ = LinePattern.Compile(pattern);
            return null;
        }
        catch (RegexParseException wrong)
        {
            return $"{wrong.Error} at offset {wrong.Offset}";
        }
        catch (NotSupportedException)
        {
            return "it has look-around, back-references, atomic groups or conditions, or would need more than "
                + $"{LinePattern.MostStates} states";
        }
    }
}
